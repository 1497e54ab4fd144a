// The rules of codes by phone; the rows are phone_code_store's.
#include "identity/phone_code.h"

#include "app/phone_providers.h"
#include "app/provider_gate.h"
#include "audit/event.h"
#include "database/transaction.h"
#include "identity/phone_check.h"
#include "identity/phone_code_store.h"
#include "identity/phone_limits.h"
#include "identity/phone_store.h"
#include "identity/sign_in_steps.h"

namespace identity {

namespace {

using providers::CodeWay;
using providers::Verification;
using providers::VerificationAnswer;

// As long as the provider takes a code at most; it says itself when one is over before.
constexpr std::chrono::seconds kLife{300};
constexpr int kMinute = 60;

app::Refusal by_code(const char* message) {
    return app::Refusal::of("code", message);
}
app::Refusal by_number(const char* message) {
    return app::Refusal::of("", message);
}
app::Refusal not_now(int seconds) {
    return app::Refusal::busy(
        seconds, "Codes by phone do not work right now. Try again in a minute, or use another way.");
}

// What a sysadmin reads. The answer is the provider's status and title: no number, no code, no secret.
void tell(app::Context& context, std::string_view event, base::AccountId account, const Phone& phone,
          const VerificationAnswer& answer) {
    const auto level = answer.outcome == Verification::misconfigured ? base::Level::error
                       : answer.outcome == Verification::started || answer.outcome == Verification::verified
                           ? base::Level::info
                           : base::Level::warning;
    context.log.write(level, event,
                      {{"outcome", to_text(answer.outcome)},
                       {"provider", app::phones_of(context).verifier().name()},
                       {"answer", answer.answer},
                       {"country", phone.number.region()},
                       {"account", account.value()}});
}

// One call of the provider, with everything around it. Refuses: busy.
template <class Call>
std::expected<VerificationAnswer, app::Refusal> ask(app::Context& context, app::Name kind, Call&& call) {
    auto& verifier = app::phones_of(context).verifier();
    auto leave = app::begin_call(context, verifier.name(), kind);
    if (!leave) return std::unexpected(not_now(std::max(leave.error().retry_after, kMinute)));
    const auto answer = call(verifier);
    leave->end(to_text(answer.outcome), app::standing_of(answer));
    return answer;
}

// The one code of a number: the one before is called off at the provider and forgotten. Returns its
// reference, "" if there was none: a provider that goes on with it all the same goes on with ours. Refuses:
// busy, when the provider is in no state to start another.
std::expected<std::string, app::Refusal> end_code(app::Context& context, base::AccountId account,
                                                  const Phone& phone) {
    const auto before = newest_code(context, account, phone.id);
    if (!before) return "";
    const auto answer =
        ask(context, "verify_cancel", [&](auto& verifier) { return verifier.cancel(before->reference); });
    if (!answer) return std::unexpected(answer.error());
    if (answer->outcome != Verification::over) {
        tell(context, "sms.cancel", account, phone, *answer);
        return std::unexpected(not_now(kMinute));  // the code before may still be typed
    }
    delete_codes(context, account, phone.id);
    return before->reference;
}

// Takes up the code that was started. Refuses when its reference is another's.
std::expected<void, app::Refusal> keep(app::Context& context, base::AccountId account, const Phone& phone,
                                       const std::string& reference, bool called, PhoneUse use) {
    try {
        database::transact(context.database, [&] {
            insert_code(context, account, phone.id, reference, called, context.now() + kLife);
            audit::record(context, {.action = "phone.send_code",
                                    .object_kind = "account",
                                    .object_id = account.value(),
                                    .account = account,
                                    .details = std::string(to_text(use)),
                                    .actor = account});
        });
        return {};
    } catch (const database::DuplicateKey&) {
        context.log.warning("sms.foreign_reference", {{"account", account.value()}});
        return std::unexpected(app::Refusal::too_many(
            kMinute * 5, "A code for this number was asked for elsewhere. Try again in five minutes."));
    }
}

app::Refusal not_started(const VerificationAnswer& answer) {
    switch (answer.outcome) {
        case Verification::bad_number:
            return by_number("The text service does not take this number. Check it.");
        case Verification::unreachable_number:
            return by_number("This number cannot be reached by text message or call. Use another way.");
        case Verification::running:
            return app::Refusal::too_many(
                kMinute * 5, "A code for this number was asked for elsewhere. Try again in five minutes.");
        default: return not_now(kMinute);
    }
}

// The call now, for a code that was texted.
std::expected<void, app::Refusal> call_now(app::Context& context, base::AccountId account, const Phone& phone,
                                           const SentCode& code) {
    if (!mark_called(context, code.id))
        return std::unexpected(app::Refusal::too_many(
            kMinute, "You were called already. Type the code you heard, or ask for a new one in a minute."));
    const auto answer =
        ask(context, "verify_next", [&](auto& verifier) { return verifier.next(code.reference); });
    if (!answer) {
        unmark_called(context, code.id);
        return std::unexpected(answer.error());
    }
    tell(context, "sms.call", account, phone, *answer);
    switch (answer->outcome) {
        case Verification::started: return {};
        case Verification::running:
            return std::unexpected(app::Refusal::too_many(
                kMinute, "There is no other way left for this code. Ask for a new one in a minute."));
        case Verification::over:
            delete_code(context, account, code.id);
            return std::unexpected(by_code("This code is no longer valid. Ask for a new one."));
        default: return std::unexpected(not_now(kMinute));
    }
}

}  // namespace

std::string_view to_text(PhoneUse use) {
    switch (use) {
        case PhoneUse::enrolment: return "enrolment";
        case PhoneUse::sign_in: return "sign-in";
        case PhoneUse::step_up: return "step-up";
    }
    return "";
}

app::Refusal no_code_on_its_way() {
    return by_code("There is no code to type yet, or it is no longer valid. Ask for a new one.");
}

std::expected<void, app::Refusal> send_code(app::Context& context, base::AccountId account,
                                            const Phone& phone, PhoneUse use, bool by_call) {
    if (!is_served(context, phone.number))
        return std::unexpected(
            by_number("Codes are not sent to numbers of this country any more. Use another way."));
    if (by_call) {
        if (const auto code = own_code(context, account, phone.id); code && !code->called)
            return call_now(context, account, phone, *code);
    }
    const auto counted = CountedSend::begin(context, account, phone.number, use);
    if (!counted) return std::unexpected(counted.error());
    const auto ended = end_code(context, account, phone);
    if (!ended) {
        counted->take_back(context);
        return std::unexpected(ended.error());
    }
    const bool called = by_call || !phone.takes_text;
    const auto answer = ask(context, "verify_start", [&](auto& verifier) {
        return verifier.start(phone.number, called ? CodeWay::call : CodeWay::text_then_call, "en-gb",
                              to_text(use));
    });
    if (!answer) {
        counted->take_back(context);
        return std::unexpected(answer.error());
    }
    tell(context, "sms.start", account, phone, *answer);
    const bool ours =
        answer->outcome == Verification::running && !ended->empty() && answer->reference == *ended;
    if (answer->outcome == Verification::started || ours)
        return keep(context, account, phone, answer->reference, called, use);
    return std::unexpected(not_started(*answer));
}

std::optional<CodeOnItsWay> code_on_its_way(app::Context& context, base::AccountId account,
                                            const Phone& phone) {
    const auto code = own_code(context, account, phone.id);
    if (!code) return std::nullopt;
    return CodeOnItsWay{code->id, code->called};
}

std::expected<std::uint64_t, app::Refusal> check_phone_code(app::Context& context, base::AccountId account,
                                                            const Phone& phone, std::string_view typed) {
    const auto code = own_code(context, account, phone.id);
    if (!code) return std::unexpected(no_code_on_its_way());
    const auto most = static_cast<int>(context.config.integer("code.tries"));
    if (!claim_code(context, code->id, most, context.now() + context.config.seconds("gate.deadline"))) {
        if (has_tries(context, code->id, most))
            return std::unexpected(by_code("The code you typed is being checked. Wait a moment."));
        delete_code(context, account, code->id);
        return std::unexpected(by_code("There were too many wrong tries. Ask for a new code."));
    }
    const auto answer =
        ask(context, "verify_check", [&](auto& verifier) { return verifier.check(code->reference, typed); });
    if (!answer) {
        release_code(context, code->id);
        return std::unexpected(answer.error());
    }
    if (answer->outcome != Verification::wrong_code) tell(context, "sms.check", account, phone, *answer);
    switch (answer->outcome) {
        case Verification::verified: return code->id;
        case Verification::wrong_code:
            release_code(context, code->id);
            return std::unexpected(
                by_code("This code is not right. Check the newest message, and type it again."));
        case Verification::over:
        case Verification::undetermined:
            delete_code(context, account, code->id);
            return std::unexpected(
                by_code("This code is no longer valid, or was tried too often. Ask for a new one."));
        default:
            release_code(context, code->id);
            return std::unexpected(app::Refusal::busy(
                kMinute,
                "We could not check the code just now. Try it again in a minute, or use another way."));
    }
}

std::expected<void, app::Refusal> send_code_for_step(app::Context& context, std::uint64_t pending,
                                                     bool by_call) {
    const auto sign_in = proved_sign_in(context, pending);
    const auto phone = sign_in ? find_phone(context, sign_in->account) : std::nullopt;
    if (!phone) return std::unexpected(app::Refusal::not_found());
    return send_code(context, sign_in->account, *phone, PhoneUse::sign_in, by_call);
}

std::expected<void, app::Refusal> send_code_for_proof(app::Context& context, bool by_call) {
    const auto phone = find_phone(context, context.actor.account);
    if (!phone) return std::unexpected(app::Refusal::not_found());
    return send_code(context, context.actor.account, *phone, PhoneUse::step_up, by_call);
}

bool consume_phone_code(app::Context& context, base::AccountId account, std::uint64_t id) {
    if (!delete_code(context, account, id)) return false;
    note_phone_use(context, account);
    return true;
}

}  // namespace identity
