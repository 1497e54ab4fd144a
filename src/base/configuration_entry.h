// One key's value inside a Configuration, and how it is shown. Internal to base/configuration*.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/configuration.h"
#include "base/configuration_keys.h"
#include "base/configuration_sources.h"

namespace base {

struct Configuration::Entry {
    const Key* key = nullptr;
    std::string text;
    std::int64_t integer = 0;
    bool flag = false;
    std::vector<std::string> list;
    Secret secret;
    bool given = false;
    std::string source;

    // What a complaint starts with.
    std::string where() const { return given ? source : "default"; }
    std::string shown() const;  // a secret as "(set)" or "(not set)"
};

// Of the key's type.
void store(Configuration::Entry& entry, GivenValue value);

}  // namespace base
