// `gatehouse outbox bounces`, `gatehouse outbox clear-bounce ADDRESS`: the addresses that are not mailed any
// more, because mail to them came back or was reported as spam.
#include <cstdio>

#include "administration/delivery_desk.h"
#include "base/json.h"
#include "commands/system.h"
#include "outbox/bounce.h"

namespace commands {

namespace {

constexpr int kListed = 1000;

base::Json as_json(const outbox::Bounce& bounce) {
    base::Json::Object object{{"address", bounce.address}, {"cause", bounce.cause}};
    object.emplace("answer", bounce.answer);
    object.emplace("since", base::to_rfc3339(bounce.since));
    object.emplace("mail", bounce.mail);
    return object;
}

int run_list(const Arguments& arguments) {
    System system(arguments, database::Role::courier, {});
    const auto list =
        outbox::bounces(system.context().database, arguments.option("--after").value_or(""), kListed);
    if (arguments.flag("--json")) {
        base::Json::Array array;
        for (const auto& bounce : list) array.push_back(as_json(bounce));
        fmt::print("{}\n", base::Json(std::move(array)).dump());
        return kFine;
    }
    for (const auto& bounce : list)
        fmt::print("{}  {:<11}  {}  {}\n", base::to_rfc3339(bounce.since), bounce.cause, bounce.address,
                   bounce.answer);
    if (list.size() == kListed) fmt::print("more: --after {}\n", list.back().address);
    return kFine;
}

int run_clear(const Arguments& arguments) {
    System system(arguments, database::Role::courier, {});
    const auto address = arguments.positional("ADDRESS");
    if (!administration::clear_bounce(system.context(), address))
        return fail(kBadInput, "this address has not bounced");
    fmt::print("{} is mailed again\n", address);
    return kFine;
}

}  // namespace

Command outbox_bounces() {
    return {"outbox bounces",
            "addresses that are not mailed, because they bounced or complained",
            {},
            {json_option(), {"--after", "ADDRESS", "begin after this one"}},
            run_list};
}

Command outbox_clear_bounce() {
    return {"outbox clear-bounce",
            "mails an address again that bounced",
            {{"ADDRESS", "as in outbox bounces"}},
            {},
            run_clear};
}

}  // namespace commands
