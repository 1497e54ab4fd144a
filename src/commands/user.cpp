// `gatehouse user create|list|disable|enable|unlock|reset-factors`: people, for the sysadmin. Passwords come
// by prompt or standard input, never on the command line.
#include <cstdio>

#include "audit/event.h"
#include "base/json.h"
#include "commands/system.h"
#include "crypto/totp.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/ending.h"
#include "identity/enrolment.h"
#include "identity/passwords.h"
#include "identity/throttle.h"
#include "identity/totp_store.h"

namespace commands {

namespace {

using identity::AccountId;

constexpr int kListed = 1000;

std::string role_name(std::string_view typed) {
    if (typed == "administrator") return "Administrator";
    if (typed == "agent") return "Agent";
    if (typed == "client") return "Client";
    return "";
}

// An authenticator app that counts at once: whoever runs the command hands the secret over.
void add_app(app::Context& context, AccountId account, const base::Secret& secret) {
    const auto app = identity::insert_app(context, account, secret);
    identity::confirm_app(context, account, app, "Set up with the account", 0);
}

int run_create(const Arguments& arguments) {
    const auto email = base::EmailAddress::parse(arguments.positional("EMAIL"));
    if (!email) return fail(kBadInput, "this is not an e-mail address that can get mail");
    const auto role = role_name(arguments.option("--role").value_or("client"));
    if (role.empty()) return fail(kUsage, "a role is administrator, agent or client");
    const auto first = arguments.option("--first-name").value_or("New");
    const auto last = arguments.option("--last-name").value_or("Person");
    const auto user_name = arguments.option("--user-name");
    if (user_name && !identity::canonical_user_name(*user_name))
        return fail(kBadInput, "this user name is not allowed");

    System system(arguments, database::Role::owner, {crypto::Ring::identity});
    auto& context = system.context();
    const auto password = read_secret("Password: ");
    const auto complaints = identity::judge_password(
        context, "password", password, {first, last, email->text(), user_name ? *user_name : ""});
    if (!complaints.empty()) return fail(kBadInput, complaints.front().message);
    const auto hash = identity::hash_password(context, identity::take_hashing_slot(context), password);
    const auto secret = crypto::new_totp_secret();
    try {
        database::transact(context.database, [&] {
            const auto id = identity::insert_account(context, {*email, user_name, first, last});
            identity::save_password(context, id, hash);
            identity::grant_role(context, id, role);
            if (arguments.flag("--totp")) add_app(context, id, secret);
            audit::record(context, {.action = "account.create",
                                    .object_kind = "account",
                                    .object_id = id.value(),
                                    .account = id,
                                    .details = role});
        });
    } catch (const database::DuplicateKey&) {
        return fail(kBadInput, "an account with this address or user name exists already");
    }
    std::printf("created %s as %s\n", email->text().c_str(), role.c_str());
    if (arguments.flag("--totp")) std::printf("totp %s\n", crypto::to_base32(secret.reveal()).c_str());
    return kFine;
}

base::Json to_json(const identity::Account& account) {
    return base::Json::Object{
        {"id", account.id.value()},
        {"email", account.email},
        {"user_name", account.user_name ? base::Json(*account.user_name) : base::Json()},
        {"name", account.name()},
        {"disabled", account.disabled},
        {"closed", account.closed}};
}

int run_list(const Arguments& arguments) {
    System system(arguments, database::Role::owner, {});
    const auto from =
        AccountId(std::strtoull(arguments.option("--after").value_or("0").c_str(), nullptr, 10));
    const auto accounts = identity::list_accounts(system.context(), from, kListed);
    if (arguments.flag("--json")) {
        base::Json::Array array;
        for (const auto& account : accounts) array.push_back(to_json(account));
        std::puts(base::Json(std::move(array)).dump().c_str());
        return kFine;
    }
    for (const auto& account : accounts) {
        std::puts(fmt::format("{:<8} {:<40} {:<30} {}", account.id.value(), account.email, account.name(),
                              account.closed     ? "closed"
                              : account.disabled ? "disabled"
                                                 : "active")
                      .c_str());
    }
    if (accounts.size() == kListed) {
        std::fprintf(stderr, "there are more: --after %llu\n",
                     static_cast<unsigned long long>(accounts.back().id.value()));
    }
    return kFine;
}

// Finds the account named on the command line, does something to it in a transaction, and says so.
int change(const Arguments& arguments, app::Name action, const char* said,
           void (*act)(app::Context&, AccountId)) {
    System system(arguments, database::Role::owner, {});
    auto& context = system.context();
    const auto found =
        identity::find_credentials(context, identity::Identifier::of(arguments.positional("WHO")));
    if (!found) return fail(kBadInput, "there is no such account");
    const auto id = found->account.id;
    database::transact(context.database, [&] {
        act(context, id);
        audit::record(context,
                      {.action = action, .object_kind = "account", .object_id = id.value(), .account = id});
    });
    std::printf("%s %s\n", said, found->account.email.c_str());
    return kFine;
}

int run_disable(const Arguments& arguments) {
    return change(arguments, "account.disable", "disabled", [](app::Context& context, AccountId id) {
        identity::set_disabled(context, id, true);
        identity::end_everything(context, id);
    });
}

int run_enable(const Arguments& arguments) {
    return change(arguments, "account.enable", "enabled",
                  [](app::Context& context, AccountId id) { identity::set_disabled(context, id, false); });
}

int run_unlock(const Arguments& arguments) {
    return change(arguments, "account.unlock", "unlocked", identity::unlock);
}

int run_reset_factors(const Arguments& arguments) {
    return change(arguments, "account.reset_factors", "removed all second factors of",
                  identity::reset_factors);
}

Positional who() {
    return {"WHO", "e-mail address or user name"};
}

}  // namespace

Command user_create() {
    return {"user create",
            "makes an account; the password is asked for, or read from standard input",
            {{"EMAIL", "where its mail goes"}},
            {{"--role", "ROLE", "administrator, agent or client (the default)"},
             {"--first-name", "NAME", "first name"},
             {"--last-name", "NAME", "last name"},
             {"--user-name", "NAME", "a name to sign in with besides the address"},
             {"--totp", "", "adds an authenticator app and prints its secret (base32)"}},
            run_create};
}
Command user_list() {
    return {"user list",
            "accounts by id, a thousand at a time",
            {},
            {json_option(), {"--after", "ID", "begin after this id"}},
            run_list};
}
Command user_disable() {
    return {
        "user disable", "keeps an account from signing in and ends its sessions", {who()}, {}, run_disable};
}
Command user_enable() {
    return {"user enable", "lets a disabled account sign in again", {who()}, {}, run_enable};
}
Command user_reset_factors() {
    return {"user reset-factors",
            "removes an account's second factors and ends its sessions; its owner is told by mail",
            {who()},
            {},
            run_reset_factors};
}
Command user_unlock() {
    return {"user unlock", "forgets the failed sign-ins of an account", {who()}, {}, run_unlock};
}

}  // namespace commands
