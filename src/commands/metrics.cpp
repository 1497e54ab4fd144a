// `gatehouse metrics`: what /metrics says, for a host where nothing scrapes it, or for a collector of text
// files. Answers also while the database is away, as /metrics does: gatehouse_database_up tells.
#include <cstdio>

#include "base/json.h"
#include "base/text.h"
#include "commands/pool_figures.h"
#include "commands/system.h"
#include "portal/metrics.h"

namespace commands {

namespace {

// {pool="gate",state="idle"} as an object; our own label values hold no quote and no comma.
base::Json labels_of(std::string_view text) {
    base::Json::Object labels;
    if (text.size() < 2) return labels;
    for (const auto& pair : base::split(text.substr(1, text.size() - 2), ',')) {
        const auto equals = pair.find('=');
        labels.emplace(pair.substr(0, equals), pair.substr(equals + 2, pair.size() - equals - 3));
    }
    return labels;
}

// One object a line: its name, labels and value.
base::Json as_json(std::string_view text) {
    base::Json::Array rows;
    for (const auto& line : base::split(base::trim(text), '\n')) {
        if (line.starts_with('#')) continue;
        const auto space = line.rfind(' ');
        const auto brace = std::min(line.find('{'), space);
        rows.emplace_back(
            base::Json::Object{{"name", line.substr(0, brace)},
                               {"labels", labels_of(std::string_view(line).substr(brace, space - brace))},
                               {"value", static_cast<std::int64_t>(std::stoll(line.substr(space + 1)))}});
    }
    return rows;
}

int run(const Arguments& arguments) {
    System system(arguments, database::Role::courier, {}, System::Reach::later);
    const std::function<std::string()> figures = [&] { return pool_figures(system.config()); };
    system.context().pool_figures = &figures;
    const auto text = portal::metrics_text(system.context());
    std::fputs((arguments.flag("--json") ? as_json(text).dump() + "\n" : text).c_str(), stdout);
    return kFine;
}

}  // namespace

Command metrics() {
    return {"metrics",
            "figures of workers, mail and services, as Prometheus reads them",
            {},
            {json_option()},
            run};
}

}  // namespace commands
