// `gatehouse sms test NUMBER`: looks a number up, sends it a code and checks what is typed. Costs an SMS.
#include <cstdio>
#include <iostream>

#include "commands/progress.h"
#include "commands/system.h"
#include "commands/test_calls.h"
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
    TestCalls calls(arguments);
    const auto directory = providers::make_phone_directory(config.text("phone.lookup"), config, log);
    Progress progress;
    progress.at("looking the number up");
    const auto lookup = directory->look_up(*number);
    progress.clear();
    if (directory->name() != "none") calls.count(directory->name(), "phone_lookup", to_text(lookup.verdict));
    show_lookup(lookup);

    const auto verifier = providers::make_phone_verifier(config.text("sms.provider"), config, log);
    const auto way = arguments.flag("--call") ? providers::CodeWay::call : providers::CodeWay::text_then_call;
    progress.at("having the code sent");
    const auto started = verifier->start(*number, way, "en-gb", "test");
    const auto tell = [&](const char* kind, const providers::VerificationAnswer& answer) {
        progress.clear();
        calls.count(verifier->name(), kind, providers::to_text(answer.outcome));
        fmt::print("{}: {} {}\n", verifier->name(), providers::to_text(answer.outcome), answer.answer);
    };
    tell("verify_start", started);
    if (started.outcome != Verification::started) return kUnavailable;
    std::string typed;
    while (true) {
        fmt::print("Code (empty = cancel, \"call\" = call me now): ");
        std::fflush(stdout);
        if (!std::getline(std::cin, typed) || typed.empty()) {
            tell("verify_cancel", verifier->cancel(started.reference));
            return kFine;
        }
        if (typed != "call") break;
        tell("verify_next", verifier->next(started.reference));
    }
    const auto checked = verifier->check(started.reference, typed);
    tell("verify_check", checked);
    return checked.outcome == Verification::verified ? kFine : kUnavailable;
}

}  // namespace

Command sms_test() {
    return {"sms test",
            "looks a number up, sends it a code and checks it, even if the provider was given up; counted in "
            "providers usage",
            {{"NUMBER", "with country code"}},
            {{"--call", "", "calls at once instead of sending a text message"}},
            run};
}

}  // namespace commands
