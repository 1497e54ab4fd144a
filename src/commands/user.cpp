// `gatehouse user create|list`: people, for the sysadmin. Passwords come by prompt or standard input, never
// on the command line.
#include <cstdio>

#include "audit/event.h"
#include "base/json.h"
#include "commands/system.h"
#include "crypto/totp.h"
#include "database/transaction.h"
#include "http/fields.h"
#include "identity/account_store.h"
#include "identity/passwords.h"
#include "identity/role_store.h"
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

constexpr http::Field kNames[] = {http::line("first_name", "First name", 1, 100),
                                  http::line("last_name", "Last name", 1, 100)};

// Both, cleaned; or what is wrong with one.
std::expected<http::Fields, http::Complaints> names_of(const Arguments& arguments) {
    http::Fields names;
    names.add("first_name", arguments.option("--first-name").value_or("New"));
    names.add("last_name", arguments.option("--last-name").value_or("Person"));
    return http::check_values(kNames, names);
}

int run_create(const Arguments& arguments) {
    const auto email = base::EmailAddress::parse(arguments.positional("EMAIL"));
    if (!email)
        return fail(kBadInput, "EMAIL: not an address that can get mail; give one like name@example.org");
    const auto role = role_name(arguments.option("--role").value_or("client"));
    if (role.empty()) return fail(kUsage, "a role is administrator, agent or client");
    const auto names = names_of(arguments);
    if (!names) return fail(kBadInput, names.error().front().message);
    const std::string first(names->get("first_name")), last(names->get("last_name"));
    const auto user_name = arguments.option("--user-name");
    if (user_name && !identity::canonical_user_name(*user_name))
        return fail(kBadInput,
                    "a user name is 3 to 40 letters, digits, dots, dashes and underscores, and begins with a "
                    "letter");

    System system(arguments, database::Role::owner, {crypto::Ring::identity});
    auto& context = system.context();
    const auto password = read_new_secret("Password: ");
    if (!password) return fail(kBadInput, "the two are not the same; nothing was made");
    const auto complaints = identity::judge_password(
        context, "password", *password, {first, last, email->text(), user_name ? *user_name : ""});
    if (!complaints.empty()) return fail(kBadInput, complaints.front().message);
    const auto hash = identity::hash_password(context, identity::take_hashing_slot(context), *password);
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
    const auto from = number(arguments.option("--after").value_or("0"));
    if (!from) return fail(kUsage, "--after: the id of an account, from user list");
    System system(arguments, database::Role::owner, {});
    const auto accounts = identity::list_accounts(system.context(), AccountId(*from), kListed);
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

}  // namespace commands
