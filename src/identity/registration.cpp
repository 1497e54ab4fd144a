// The rules of signing up.
#include "identity/registration.h"

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/challenge.h"
#include "identity/devices.h"
#include "identity/email_change_store.h"
#include "identity/passwords.h"
#include "identity/role_store.h"
#include "identity/session_store.h"
#include "identity/sign_up_store.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

CodeTarget target_of(const base::EmailAddress& email) {
    return {Proof::sign_up, email.canonical(), email.canonical(), email.canonical()};
}

// Mails a code, or, to the address that the owner of an existing account proved, the news that somebody
// tried. Same rows either way. The code's mail greets nobody by name: the name is what a stranger typed, and
// the address not theirs yet, so it would carry any text to anybody.
std::expected<void, app::Refusal> mail_code(app::Context& context, const base::EmailAddress& email) {
    const auto challenge = ask_code(context, target_of(email));
    if (!challenge) return std::unexpected(challenge.error());
    const auto holder = address_of_account(context, email.canonical());
    const auto reserved = reserved_address(context, email.canonical(), base::AccountId());
    const auto owner = holder ? holder : reserved;
    outbox::Mail mail{.kind = owner ? "sign_up_exists" : "sign_up_code",
                      .recipient = owner.value_or(email.text()),
                      .values = {}};
    mail.expires = challenge->expires_at;
    mail.values["CODE"] = owner ? "" : challenge->code;
    mail.values["MINUTES"] = std::to_string(context.config.seconds("code.lifetime").count() / 60);
    mail.values["LINK"] = context.config.url("/login");
    outbox::put(context, mail);
    return {};
}

app::Refusal user_name_taken() {
    return app::Refusal::of("user_name", "This user name is taken. Choose another one, or leave it empty.");
}

// Makes the account from a proved sign-up, in one transaction that also consumes it.
std::expected<NewSession, app::Refusal> make_account(app::Context& context, const PendingSignUp& pending,
                                                     const std::optional<std::string>& user_name,
                                                     std::optional<std::uint64_t> challenge) {
    const auto email = base::EmailAddress::parse(pending.email);
    if (!email) throw base::Bug("a kept sign-up holds no address");
    auto session = database::transact(context.database, [&]() -> std::expected<NewSession, app::Refusal> {
        if (challenge && !consume_challenge(context, *challenge)) {
            return std::unexpected(app::Refusal::of("code", "This code was used already."));
        }
        if (!delete_sign_up(context, pending.id)) return std::unexpected(app::Refusal::not_found());
        const auto id = insert_account(context, {*email, user_name, pending.first_name, pending.last_name});
        save_password(context, id, pending.password_hash);
        grant_role(context, id, "Client");
        note_sign_in(context, id);
        if (context.actor.session != 0) delete_session(context, context.actor.session);
        const auto fresh = start_session(context, id, false);
        remember_device(context, id);
        audit::record(context, {.action = "account.create",
                                .object_kind = "account",
                                .object_id = id.value(),
                                .account = id,
                                .actor = id});
        outbox::put(context, {.kind = "welcome",
                              .recipient = email->text(),
                              .values = {{"FIRST_NAME", pending.first_name},
                                         {"LINK", context.config.url("/dashboard")}},
                              .account = id});
        return fresh;
    });
    if (session)
        context.log.info("user_created", {{"client", context.client ? context.client->text() : ""},
                                          {"account", session->account.value()}});
    return session;
}

std::expected<NewSession, app::Refusal> make_account_or_explain(app::Context& context,
                                                                const PendingSignUp& pending,
                                                                const std::optional<std::string>& user_name,
                                                                std::optional<std::uint64_t> challenge) {
    try {
        return make_account(context, pending, user_name, challenge);
    } catch (const database::DuplicateKey&) {
        // Somebody took the address or the name in between; the address can only have been the same person.
        const auto email = base::EmailAddress::parse(pending.email);
        if (email && (address_of_account(context, email->canonical()) ||
                      reserved_address(context, email->canonical(), base::AccountId())))
            return std::unexpected(app::Refusal::not_found());
        database::transact(context.database, [&] {
            if (challenge) consume_challenge(context, *challenge);
            mark_proved(context, pending.id);
        });
        return std::unexpected(user_name_taken());
    }
}

}  // namespace

std::expected<SignUpId, app::Refusal> begin_sign_up(app::Context& context, const SignUpForm& form) {
    std::vector<base::Complaint> complaints;
    if (!form.user_name.empty() && !canonical_user_name(form.user_name)) {
        complaints.push_back({"user_name",
                              "User name must be 3 to 40 letters, digits, dots, dashes or underscores, "
                              "and begin with a letter."});
    }
    for (auto& complaint :
         judge_password(context, "password", form.password,
                        {form.first_name, form.last_name, form.email.text(), form.user_name})) {
        complaints.push_back(std::move(complaint));
    }
    if (!complaints.empty()) return std::unexpected(app::Refusal{app::Refusal::Kind::invalid, complaints, 0});
    const auto hash = hash_password(context, take_hashing_slot(context), form.password);
    return database::transact(context.database, [&]() -> std::expected<SignUpId, app::Refusal> {
        if (auto mailed = mail_code(context, form.email); !mailed) return std::unexpected(mailed.error());
        return SignUpId(insert_sign_up(context, form, hash));
    });
}

std::expected<void, app::Refusal> resend_sign_up_code(app::Context& context, SignUpId id) {
    const auto pending = find_sign_up(context, id);
    if (!pending || pending->proved) return std::unexpected(app::Refusal::not_found());
    const auto email = base::EmailAddress::parse(pending->email);
    return database::transact(context.database, [&] { return mail_code(context, *email); });
}

std::expected<NewSession, app::Refusal> finish_sign_up(app::Context& context, SignUpId id,
                                                       std::string_view code) {
    const auto pending = find_sign_up(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    const auto email = base::EmailAddress::parse(pending->email);
    if (pending->proved) return std::unexpected(user_name_taken());
    const auto challenge = check_code(context, target_of(*email), code);
    if (!challenge) return std::unexpected(challenge.error());
    return make_account_or_explain(context, *pending, pending->user_name, *challenge);
}

std::expected<NewSession, app::Refusal> choose_user_name(app::Context& context, SignUpId id,
                                                         const std::string& user_name) {
    const auto pending = find_sign_up(context, id);
    if (!pending || !pending->proved) return std::unexpected(app::Refusal::not_found());
    std::optional<std::string> wanted;
    if (!user_name.empty()) {
        if (!canonical_user_name(user_name)) {
            return std::unexpected(app::Refusal::of("user_name",
                                                    "User name must be 3 to 40 letters, digits, dots, "
                                                    "dashes or underscores, and begin with a letter."));
        }
        wanted = user_name;
    }
    return make_account_or_explain(context, *pending, wanted, std::nullopt);
}

std::optional<base::EmailAddress> sign_up_address(app::Context& context, SignUpId id) {
    const auto pending = find_sign_up(context, id);
    if (!pending) return std::nullopt;
    return base::EmailAddress::parse(pending->email);
}

}  // namespace identity
