#include "identity/additions.h"

#include "identity/account_store.h"
#include "identity/passkey_store.h"
#include "identity/phone_enrolment.h"
#include "identity/phone_store.h"
#include "identity/recovery_store.h"
#include "identity/sign_in_steps.h"
#include "identity/totp_store.h"

namespace identity {

namespace {

void count(Additions& additions, std::uint64_t amount, std::string_view one, std::string_view more) {
    if (amount == 1) additions.words.emplace_back(one);
    if (amount > 1) additions.words.push_back(fmt::format("{} {}", amount, more));
}

bool take_phone(app::Context& context, const EmailUndo& undo) {
    if (!phone_counts_since(context, undo.account, undo.done_at)) return false;
    forget_phone(context, undo.account, "undone");
    return true;
}

// Switched off where it was off before; what was switched off since stays off.
void switch_back(app::Context& context, const EmailUndo& undo, Additions& additions) {
    const auto now = load_mailed_codes(context, undo.account);
    const MailedCodes kept{now.first && undo.mailed.first, now.second && undo.mailed.second};
    if (!save_mailed_codes(context, undo.account, kept)) return;
    if (now.first != kept.first) additions.words.emplace_back("signing in with a mailed code");
    if (now.second != kept.second) additions.words.emplace_back("a mailed code after the password");
}

}  // namespace

Additions take_away_additions(app::Context& context, const EmailUndo& undo) {
    const auto account = undo.account;
    const auto since = undo.done_at;
    Additions additions;
    count(additions, delete_apps_since(context, account, since), "an authenticator app",
          "authenticator apps");
    count(additions, delete_passkeys_since(context, account, since), "a passkey", "passkeys");
    if (take_phone(context, undo)) additions.words.emplace_back("the phone number");
    if (delete_recovery_codes_since(context, account, since)) additions.words.emplace_back("recovery codes");
    switch_back(context, undo, additions);
    additions.password = delete_password_since(context, account, since);
    if (additions.password) additions.words.emplace_back("the password");
    return additions;
}

bool is_weaker_than_before(app::Context& context, const EmailUndo& undo) {
    const bool demanded = undo.had_second || needs_second_factor(context, undo.account);
    return demanded && !own_factors(context, undo.account).has_second();
}

}  // namespace identity
