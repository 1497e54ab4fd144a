// The rules of a phone number's life.
#include "identity/phone_enrolment.h"

#include "database/transaction.h"
#include "identity/claim_store.h"
#include "identity/factor_change.h"
#include "identity/phone_check.h"
#include "identity/phone_code.h"
#include "identity/phone_consent.h"
#include "identity/phone_store.h"
#include "identity/throttle.h"

namespace identity {

namespace {

// True if there was a number that counted.
bool drop_phones(app::Context& context, base::AccountId account, std::string_view reason, bool all) {
    const auto consents = lock_consents(context, account);
    for (const auto consent : consents) withdraw_consent(context, account, consent, reason);
    delete_phones(context, account, all);
    return !consents.empty();
}

}  // namespace

std::expected<std::uint64_t, app::Refusal> begin_phone(app::Context& context, const PhoneForm& form) {
    if (!is_allowed(context, Factor::sms)) return std::unexpected(app::Refusal::not_found());
    const auto account = context.actor.account;
    const auto number = parse_number(context, form.number);
    auto refusal = number ? app::Refusal{} : number.error();
    if (!form.agreed)
        refusal.complaints.push_back(
            {"consent", "Tick the box if you agree. Without it no code can be sent."});
    if (!refusal.complaints.empty()) return std::unexpected(refusal);
    if (const auto now = find_phone(context, account); now && now->number.e164() == number->e164())
        return std::unexpected(app::Refusal::of("number", "This number is yours already."));
    const auto takes_text = look_up_number(context, account, *number);
    if (!takes_text) return std::unexpected(takes_text.error());
    const auto id = database::transact(context.database, [&] {
        return insert_phone(context, account, *number, *takes_text, give_consent(context, account, *number));
    });
    const auto phone = find_unproved_phone(context, account, id);
    if (!phone) throw base::Bug("a number that was just kept is gone");
    auto sent = send_code(context, account, *phone, PhoneUse::enrolment, false);
    if (sent) return id;
    delete_phone(context, account, id);
    if (sent.error().kind == app::Refusal::Kind::invalid) sent.error().complaints.front().field = "number";
    return std::unexpected(sent.error());
}

std::expected<void, app::Refusal> resend_to_phone(app::Context& context, std::uint64_t id, bool by_call) {
    const auto phone = find_unproved_phone(context, context.actor.account, id);
    if (!phone) return std::unexpected(app::Refusal::not_found());
    return send_code(context, context.actor.account, *phone, PhoneUse::enrolment, by_call);
}

std::expected<void, app::Refusal> prove_phone(app::Context& context, std::uint64_t id,
                                              std::string_view code) {
    const auto account = context.actor.account;
    const auto phone = find_unproved_phone(context, account, id);
    if (!phone) return std::unexpected(app::Refusal::not_found());
    if (!code_on_its_way(context, account, *phone)) return std::unexpected(no_code_on_its_way());
    const auto attempt = begin_attempt(context, fmt::format("enrol:{}", account.value()), Guard::factor);
    if (!attempt.looked_at)
        return std::unexpected(app::Refusal::of("code", "There were too many tries. Wait a few minutes."));
    const auto right = check_phone_code(context, account, *phone, code);
    if (!right) return std::unexpected(right.error());
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        if (!consume_phone_code(context, account, *right))
            return std::unexpected(app::Refusal::of("code", "This code was used already."));
        const bool before = drop_phones(context, account, "replaced", false);
        if (!confirm_phone(context, account, phone->id)) return std::unexpected(app::Refusal::not_found());
        forgive(context, attempt);
        announce(context, account, before ? app::Name("phone.change") : app::Name("phone.add"),
                 before ? "The phone number that receives your codes was changed."
                        : "A phone number was added. From now on a code sent to it lets you sign in.");
        return {};
    });
}

std::expected<void, app::Refusal> remove_phone(app::Context& context, std::uint64_t id) {
    const auto account = context.actor.account;
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        const auto phone = find_phone(context, account);
        if (!phone || phone->id != id) return std::unexpected(app::Refusal::not_found());
        forget_phone(context, account, "removed");
        const auto last = settle_removal(context);
        if (!last) return std::unexpected(last.error());
        announce(context, account, "phone.remove",
                 *last
                     ? "Your phone number was removed. It was the last second factor: your password alone is "
                       "enough now."
                     : "Your phone number was removed. Nothing is sent to it any more.");
        return {};
    });
}

void forget_phone(app::Context& context, base::AccountId account, std::string_view reason) {
    drop_phones(context, account, reason, true);
}

}  // namespace identity
