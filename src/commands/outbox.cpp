// `gatehouse outbox list|retry|drop`: what became of each mail. Never shows what a mail says. Works as the
// courier does: its database user may touch the outbox and little else.
#include <cstdio>

#include "administration/delivery_desk.h"
#include "administration/delivery_store.h"
#include "base/json.h"
#include "commands/system.h"
#include "courier/outbox_desk.h"

namespace commands {

namespace {

constexpr std::string_view kStates[] = {"waiting", "leased",  "sent", "dead",  "withheld",
                                        "dropped", "expired", "void", "again", "drop"};

base::Json as_json(const courier::Entry& entry) {
    base::Json::Object object{{"id", entry.id},
                              {"tag", entry.tag},
                              {"kind", entry.kind},
                              {"recipient", entry.recipient},
                              {"state", entry.state},
                              {"provider", entry.provider},
                              {"attempts", entry.attempts},
                              {"possibly_duplicate", entry.doubtful > 0 || entry.repeated},
                              {"reported", entry.fate},
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
    const auto state = arguments.option("--state").value_or("");
    if (!state.empty() && std::ranges::find(kStates, state) == std::end(kStates))
        return fail(kUsage, fmt::format("--state is one of {}", fmt::join(kStates, ", ")));
    System system(arguments, database::Role::courier, {});
    const auto entries = courier::entries(system.context().database, state, *before, static_cast<int>(*most));
    if (arguments.flag("--json")) {
        base::Json::Array array;
        for (const auto& entry : entries) array.push_back(as_json(entry));
        fmt::print("{}\n", base::Json(std::move(array)).dump());
        return kFine;
    }
    for (const auto& entry : entries)
        fmt::print("{:>8}  {:<8} {:<20} {}  tries {}{}  {}  {}  {}\n", entry.id, entry.state, entry.kind,
                   base::to_rfc3339(entry.created), entry.attempts,
                   entry.doubtful > 0 || entry.repeated ? " (perhaps sent twice)" : "", entry.recipient,
                   entry.fate, entry.last_answer);
    if (entries.size() == *most) fmt::print("more: --before {}\n", entries.back().id);
    return kFine;
}

using Act = std::expected<void, app::Refusal> (*)(app::Context&, administration::DeliveryId);

int change(const Arguments& arguments, const char* said, Act act) {
    System system(arguments, database::Role::courier, {});
    int missed = 0;
    for (const auto& text : arguments.positionals("ID")) {
        const auto id = number(text).value_or(0);
        const auto done = act(system.context(), administration::DeliveryId(id));
        const auto why = [&] {
            const auto& complaints = done.error().complaints;
            return complaints.empty() ? std::string("there is no such mail") : complaints.front().message;
        };
        fmt::print("{}: {}\n", text, done ? said : why());
        missed += done ? 0 : 1;
    }
    return missed == 0 ? kFine : kBadInput;
}

// In steps, each a transaction: what was dropped before a step failed stays dropped.
int drop_given_up(const Arguments& arguments) {
    System system(arguments, database::Role::courier, {});
    int dropped = 0;
    auto ids = administration::given_up(system.context(), {}, administration::kMostAtOnce);
    while (!ids.empty()) {
        dropped += administration::drop_given_up(system.context(), ids);
        ids = administration::given_up(system.context(), ids.back(), administration::kMostAtOnce);
    }
    fmt::print("dropped: {}\n", dropped);
    return kFine;
}

int drop(const Arguments& arguments) {
    const bool named = !arguments.positionals("ID").empty();
    if (named == arguments.flag("--given-up")) return fail(kUsage, "outbox drop: ids, or --given-up");
    return named ? change(arguments, "dropped", administration::drop) : drop_given_up(arguments);
}

}  // namespace

Command outbox_list() {
    return {"outbox list",
            "the last mails and what became of them",
            {},
            {{"--state", "STATE",
              "only waiting, leased, sent, dead, withheld, dropped, expired or void (else all but void)"},
             {"--limit", "N", "at most so many (50)"},
             {"--before", "ID", "older than this one"},
             json_option()},
            list};
}

Command outbox_retry() {
    return {"outbox retry",
            "sends mails again, now, that wait, were given up or were withheld",
            {{.name = "ID", .help = "from outbox list", .many = true}},
            {},
            [](const Arguments& arguments) {
                return change(arguments, "will be sent now", administration::retry);
            }};
}

Command outbox_drop() {
    return {"outbox drop",
            "drops mails that have not been sent",
            {{.name = "ID", .help = "from outbox list", .required = false, .many = true}},
            {{"--given-up", "", "all that were given up"}},
            drop};
}

}  // namespace commands
