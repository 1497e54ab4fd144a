// `gatehouse doctor`: what is wrong with a portal and what to do about it, best run as root. Looks only:
// changes nothing, sends nothing, and goes on after whatever it finds. Exit code 0 fine, 1 warnings, 2
// errors.
#include "commands/doctor.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "commands/command.h"
#include "crypto/random.h"

namespace commands {
namespace {

constexpr std::string_view kLevels[] = {"fine", "warning", "error"};

std::vector<Finding> examine(const Arguments& arguments) {
    try {
        const auto config = arguments.configuration();
        crypto::initialise();
        Examination exam(config);
        exam.fine("configuration", arguments.config_file());
        examine_files(exam);
        examine_database(exam);
        examine_host(exam);
        return std::move(exam).findings();
    } catch (const base::ConfigError& error) {
        return {{Level::error, "configuration", error.what()}};
    }
}

int run(const Arguments& arguments) {
    const auto findings = examine(arguments);
    auto worst = Level::fine;
    base::Json::Array rows;
    for (const auto& finding : findings) {
        worst = std::max(worst, finding.level);
        const auto level = kLevels[static_cast<size_t>(finding.level)];
        if (arguments.flag("--json"))
            rows.emplace_back(
                base::Json::Object{{"check", finding.check}, {"level", level}, {"text", finding.text}});
        else
            fmt::print("{:<8} {:<30} {}\n", level, finding.check, finding.text);
    }
    if (arguments.flag("--json"))
        fmt::print("{}\n", base::Json(base::Json::Object{{"checks", std::move(rows)},
                                                         {"level", kLevels[static_cast<size_t>(worst)]}})
                               .dump());
    return static_cast<int>(worst);
}

}  // namespace

Command doctor() {
    return {"doctor", "what is wrong with this portal and what to do about it", {}, {json_option()}, run};
}

}  // namespace commands
