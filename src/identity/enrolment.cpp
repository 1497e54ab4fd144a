// The rules of changing one's second factors.
#include "identity/enrolment.h"

#include "crypto/recovery.h"
#include "crypto/totp.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/factor_change.h"
#include "identity/factor_check.h"
#include "identity/passkey_store.h"
#include "identity/pending_store.h"
#include "identity/phone_enrolment.h"
#include "identity/recovery_store.h"
#include "identity/totp_store.h"

namespace identity {

namespace {

constexpr size_t kMostApps = 10;

app::Refusal offer_is_over() {
    return app::Refusal::not_found();
}

std::string in_groups(std::string_view text) {
    std::string shown;
    for (size_t at = 0; at < text.size(); at += 4) {
        if (at > 0) shown += ' ';
        shown += text.substr(at, 4);
    }
    return shown;
}

// The step that the typed code belongs to. The try is counted like every other at a second factor.
std::expected<std::pair<std::int64_t, Attempt>, app::Refusal> first_code(app::Context& context,
                                                                         base::AccountId account,
                                                                         const StoredApp& offered,
                                                                         std::string_view typed) {
    const auto attempt = begin_attempt(context, fmt::format("enrol:{}", account.value()), Guard::factor);
    std::string digits;
    for (const char c : typed) {
        if (c != ' ' && c != '-') digits += c;
    }
    const auto step = crypto::check_totp(offered.secret, digits, context.now());
    if (!attempt.looked_at || !step) {
        return std::unexpected(app::Refusal::of("code",
                                                "This code does not fit. Check that the clock of your device "
                                                "is right, and type the newest code."));
    }
    return std::pair{*step, attempt};
}

std::string name_of(const std::string& typed) {
    return typed.empty() ? "Authenticator app" : typed;
}

}  // namespace

std::expected<std::uint64_t, app::Refusal> begin_app(app::Context& context) {
    if (!is_allowed(context, Factor::totp)) return std::unexpected(app::Refusal::forbidden());
    const auto account = context.actor.account;
    if (list_apps(context, account).size() >= kMostApps) {
        return std::unexpected(
            app::Refusal::conflict("You have ten apps already. Remove one that you no longer use."));
    }
    return database::transact(context.database, [&]() -> std::expected<std::uint64_t, app::Refusal> {
        return insert_app(context, account, crypto::new_totp_secret());
    });
}

std::optional<AppOffer> app_offer(app::Context& context, base::AccountId account, std::uint64_t id) {
    const auto offered = find_unconfirmed_app(context, account, id);
    const auto owner = find_account(context, account);
    if (!offered || !owner) return std::nullopt;
    return AppOffer{offered->id,
                    crypto::totp_uri(context.config.text("portal.name"), owner->email, offered->secret),
                    in_groups(crypto::to_base32(offered->secret.reveal()))};
}

std::expected<void, app::Refusal> confirm_app(app::Context& context, std::uint64_t id,
                                              const std::string& name, std::string_view code) {
    const auto account = context.actor.account;
    const auto offered = find_unconfirmed_app(context, account, id);
    if (!offered || offered->id != id) return std::unexpected(offer_is_over());
    const auto right = first_code(context, account, *offered, code);
    if (!right) return std::unexpected(right.error());
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context) || list_apps(context, account).size() >= kMostApps ||
            !confirm_app(context, account, offered->id, name_of(name), right->first)) {
            return std::unexpected(offer_is_over());
        }
        forgive(context, right->second);
        announce(context, account, "totp.add",
                 "An authenticator app was added. From now on it is asked for at sign-in.");
        return {};
    });
}

std::expected<Arrival, app::Refusal> enrol_at_sign_in(app::Context& context, std::uint64_t pending_id,
                                                      const std::string& name, std::string_view code) {
    const auto pending = proved_sign_in(context, pending_id);
    if (!pending || pending->purpose != Purpose::sign_in ||
        own_factors(context, pending->account).has_second()) {
        return std::unexpected(offer_is_over());
    }
    const auto account = pending->account;
    const auto offered = find_unconfirmed_app(context, account, 0);
    if (!offered) return std::unexpected(offer_is_over());
    const auto right = first_code(context, account, *offered, code);
    if (!right) return std::unexpected(right.error());
    return database::transact(context.database, [&]() -> std::expected<Arrival, app::Refusal> {
        if (!claim_account(context, account) || !delete_pending(context, pending_id) ||
            !confirm_app(context, account, offered->id, name_of(name), right->first)) {
            return std::unexpected(offer_is_over());
        }
        forgive(context, right->second);
        announce(context, account, "totp.add",
                 "An authenticator app was added. From now on it is asked for at sign-in.");
        return enter(context, *pending);
    });
}

std::expected<void, app::Refusal> remove_app(app::Context& context, std::uint64_t id) {
    const auto account = context.actor.account;
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context) || !delete_app(context, account, id))
            return std::unexpected(app::Refusal::not_found());
        const auto last = settle_removal(context);
        if (!last) return std::unexpected(last.error());
        announce(context, account, "totp.remove",
                 *last
                     ? "An authenticator app was removed. It was the last: your password alone is enough now."
                     : "An authenticator app was removed.");
        return {};
    });
}

std::expected<std::vector<std::string>, app::Refusal> make_recovery_codes(app::Context& context) {
    const auto account = context.actor.account;
    if (!is_allowed(context, Factor::recovery_code)) return std::unexpected(app::Refusal::forbidden());
    if (!own_factors(context, account).has_second()) {
        return std::unexpected(
            app::Refusal::conflict("Recovery codes stand in for a second factor. Add one first."));
    }
    const auto codes = crypto::make_recovery_codes();
    const auto kept = database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        replace_recovery_codes(context, account, codes);
        announce(context, account, "recovery_code.make",
                 "New recovery codes were made. The ones before no longer work.");
        return {};
    });
    if (!kept) return std::unexpected(kept.error());
    std::vector<std::string> shown;
    for (const auto& code : codes) shown.push_back(crypto::show_recovery_code(code));
    return shown;
}

void reset_factors(app::Context& context, base::AccountId account) {
    delete_apps(context, account);
    delete_passkeys(context, account);
    forget_phone(context, account, "reset");
    delete_recovery_codes(context, account);
    save_mailed_codes(context, account, {load_mailed_codes(context, account).first, false});
    announce(context, account, "factor.reset", "An administrator removed all your second factors.");
}

}  // namespace identity
