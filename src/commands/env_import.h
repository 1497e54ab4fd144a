// What a .env of the systems before this one means here: each of its variables becomes a key of the
// configuration, a key of a ring, or is told with the reason why not. Pure: reads and writes nothing. No
// complaint and no note holds a value.
#pragma once

#include <string>
#include <vector>

#include "base/configuration_sources.h"
#include "base/dotenv.h"
#include "base/secret.h"

namespace commands {

struct EnvNote {
    std::string variable, text;  // "left out: …", "unknown: …"
};

struct EnvImport {
    std::vector<base::Given> settings;  // in the table's order, each key once; the source is the variable
    base::Secret fernet, pepper;        // empty: not given
    std::vector<EnvNote> notes;
    std::vector<std::string> complaints;  // not empty: the rest is worth nothing
};

EnvImport import_env(const std::vector<base::Assignment>& assignments);

}  // namespace commands
