// Codes as second factor: asked for by somebody who proved the first, so the limits may be told.
#include "identity/factor_send.h"

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/code_mail.h"

namespace identity {

namespace {

std::expected<void, app::Refusal> mail_second_code(app::Context& context, base::AccountId account,
                                                   const std::string& bound) {
    const auto owner = find_account(context, account);
    if (!owner) return std::unexpected(app::Refusal::not_found());
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        const auto challenge = ask_code(context, second_factor_target(account, bound));
        if (!challenge) return std::unexpected(challenge.error());
        mail_code(context, "sign_in_code", owner, *challenge,
                  "If you are not signing in, somebody may know your password: change it.");
        audit::record(context, {.action = "second_factor_code.request",
                                .object_kind = "account",
                                .object_id = account.value(),
                                .account = account});
        return {};
    });
}

}  // namespace

bool is_sent(Factor factor) {
    return factor == Factor::mailed_code;
}

std::expected<void, app::Refusal> send_factor(app::Context& context, base::AccountId account, Factor factor,
                                              const std::string& bound) {
    switch (factor) {
        case Factor::mailed_code: return mail_second_code(context, account, bound);
        case Factor::password:
        case Factor::totp:
        case Factor::passkey:
        case Factor::sms:
        case Factor::recovery_code: break;
    }
    return {};
}

CodeTarget second_factor_target(base::AccountId account, const std::string& bound) {
    const auto whose = fmt::format("account:{}", account.value());
    return {Proof::second_factor, whose, whose, bound, account};
}

}  // namespace identity
