// `gatehouse version`: the version, for people and for programs.
#include <cstdio>

#include "base/json.h"
#include "commands/command.h"

namespace commands {
namespace {

int run(const Arguments& arguments) {
    if (arguments.flag("--json"))
        std::puts(base::Json(base::Json::Object{{"version", GATEHOUSE_VERSION}}).dump().c_str());
    else
        std::puts("gatehouse " GATEHOUSE_VERSION);
    return kFine;
}

}  // namespace

Command version() {
    return {"version", "the version of this program", {}, {json_option()}, run};
}

}  // namespace commands
