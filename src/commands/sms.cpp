// `gatehouse sms test NUMBER`: looks a number up, sends it a code and checks what is typed. Costs an SMS.
#include <cstdio>
#include <iostream>

#include "commands/system.h"
#include "providers/phone_lookup.h"
#include "providers/phone_verification.h"

namespace commands {

namespace {

using providers::Verification;

void show_lookup(const providers::PhoneLookup& lookup) {
    using Verdict = providers::PhoneLookup::Verdict;
    const auto* verdict = lookup.verdict == Verdict::valid     ? "valid"
                          : lookup.verdict == Verdict::invalid ? "invalid"
                                                               : "not checked";
    fmt::print("look-up: {} {} {} {} {}\n", verdict, lookup.country, lookup.line_type, lookup.carrier,
               lookup.answer);
}

int run(const Arguments& arguments) {
    const auto number = base::PhoneNumber::parse(arguments.positional("NUMBER"));
    if (!number) return fail(kBadInput, "give a number that exists, with its country code: +44 …");
    const auto config = arguments.configuration();
    auto log = make_log(config, "command");
    show_lookup(providers::make_phone_directory(config.text("phone.lookup"), config, log)->look_up(*number));

    const auto verifier = providers::make_phone_verifier(config.text("sms.provider"), config, log);
    const auto started = verifier->start(*number, "en-gb", "test");
    fmt::print("{}: {} {}\n", verifier->name(), providers::to_text(started.outcome), started.answer);
    if (started.outcome != Verification::started) return kUnavailable;
    fmt::print("Code (empty = cancel): ");
    std::fflush(stdout);
    std::string code;
    if (!std::getline(std::cin, code) || code.empty()) {
        verifier->cancel(started.reference);
        return kFine;
    }
    const auto checked = verifier->check(started.reference, code);
    fmt::print("{}: {} {}\n", verifier->name(), providers::to_text(checked.outcome), checked.answer);
    return checked.outcome == Verification::verified ? kFine : kUnavailable;
}

}  // namespace

Command sms_test() {
    return {"sms test",
            "looks a number up, sends it a code and checks it",
            {{"NUMBER", "with country code"}},
            {},
            run};
}

}  // namespace commands
