// `gatehouse outbox list|retry|drop`: what became of each mail. Never shows what a mail says.
#include <charconv>
#include <cstdio>

#include "base/json.h"
#include "commands/system.h"
#include "courier/outbox_desk.h"
#include "database/role.h"
#include "outbox/asking.h"

namespace commands {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// Commands of the sysadmin work as the courier does: its database user may touch the outbox and nothing else.
struct Desk {
    explicit Desk(const Arguments& arguments)
        : config(arguments.configuration()),
          log(make_log(config, "command")),
          database(database::options_for(database::Role::courier, config), log) {
        database.ready();
    }
    base::Configuration config;
    base::Log log;
    database::Connection database;
};

base::Json as_json(const courier::Entry& entry) {
    base::Json::Object object{{"id", entry.id},
                              {"tag", entry.tag},
                              {"kind", entry.kind},
                              {"recipient", entry.recipient},
                              {"state", entry.state},
                              {"provider", entry.provider},
                              {"attempts", entry.attempts},
                              {"possibly_duplicate", entry.doubtful > 0},
                              {"provider_id", entry.provider_id},
                              {"last_answer", entry.last_answer},
                              {"created_at", base::to_rfc3339(entry.created)}};
    object["next_try_at"] =
        entry.state == "waiting" ? base::Json(base::to_rfc3339(entry.next_try)) : base::Json();
    object["sent_at"] = entry.sent ? base::Json(base::to_rfc3339(*entry.sent)) : base::Json();
    object["expires_at"] = entry.expires ? base::Json(base::to_rfc3339(*entry.expires)) : base::Json();
    return object;
}

int list(const Arguments& arguments) {
    const auto most = number(arguments.option("--limit").value_or("50"));
    const auto before = number(arguments.option("--before").value_or("0"));
    if (!most || *most == 0 || *most > 10000 || !before)
        return fail(kUsage, "--limit is 1 to 10000, --before an id");
    Desk desk(arguments);
    const auto entries = courier::entries(desk.database, arguments.option("--state").value_or(""), *before,
                                          static_cast<int>(*most));
    if (arguments.flag("--json")) {
        base::Json::Array array;
        for (const auto& entry : entries) array.push_back(as_json(entry));
        fmt::print("{}\n", base::Json(std::move(array)).dump());
        return kFine;
    }
    for (const auto& entry : entries)
        fmt::print("{:>8}  {:<8} {:<20} {}  tries {}{}  {}  {}\n", entry.id, entry.state, entry.kind,
                   base::to_rfc3339(entry.created), entry.attempts,
                   entry.doubtful > 0 ? " (perhaps sent twice)" : "", entry.recipient, entry.last_answer);
    if (entries.size() == *most) fmt::print("more: --before {}\n", entries.back().id);
    return kFine;
}

int change(const Arguments& arguments, bool again) {
    Desk desk(arguments);
    int missed = 0;
    for (const auto& text : arguments.positionals("ID")) {
        const auto id = number(text);
        const bool done = id && (again ? outbox::ask_again(desk.database, *id, make_clock(desk.config)->now())
                                       : outbox::ask_drop(desk.database, *id));
        fmt::print("{}: {}\n", text,
                   done ? (again ? "will be sent now" : "dropped")
                        : "not waiting and not dead, or its code is gone");
        missed += done ? 0 : 1;
    }
    return missed == 0 ? kFine : kBadInput;
}

}  // namespace

Command outbox_list() {
    return {"outbox list",
            "the last mails and what became of them",
            {},
            {{"--state", "STATE", "only waiting, leased, sent, dead, expired or void"},
             {"--limit", "N", "at most so many (50)"},
             {"--before", "ID", "older than this one"},
             json_option()},
            list};
}

Command outbox_retry() {
    return {"outbox retry",
            "sends dead or waiting mails again, now",
            {{.name = "ID", .help = "from outbox list", .many = true}},
            {},
            [](const Arguments& arguments) { return change(arguments, true); }};
}

Command outbox_drop() {
    return {"outbox drop",
            "removes dead or waiting mails",
            {{.name = "ID", .help = "from outbox list", .many = true}},
            {},
            [](const Arguments& arguments) { return change(arguments, false); }};
}

}  // namespace commands
