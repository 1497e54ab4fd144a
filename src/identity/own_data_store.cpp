// The statements: each list with its columns.
#include "identity/own_data_store.h"

#include "identity/role_store.h"

namespace identity {

namespace {

using Cell = app::DataList::Cell;

Cell text(const database::Row& row, size_t column) {
    if (row.is_null(column)) return {};
    return row.text(column);
}

Cell instant(const database::Row& row, size_t column) {
    if (row.is_null(column)) return {};
    return row.instant(column);
}

}  // namespace

constexpr database::Sql kProfile =
    "SELECT first_name, last_name, email, user_name, created_at, last_sign_in_at, mailed_sign_in, "
    "mailed_second FROM account WHERE id = ?";

app::DataList own_profile(app::Context& context) {
    app::DataList list{"profile",
                       "You",
                       {{"first_name", "First name"},
                        {"last_name", "Last name"},
                        {"email", "E-mail address"},
                        {"user_name", "User name"},
                        {"roles", "Roles"},
                        {"since", "Account since"},
                        {"last_sign_in", "Last sign-in"},
                        {"mailed_code_instead_of_password", "Mailed codes in place of the password"},
                        {"mailed_code_after_password", "Mailed codes after the password"}}};
    std::string roles;
    for (const auto& role : role_names(context, context.actor.account))
        roles += (roles.empty() ? "" : ", ") + role;
    for (const auto& row : context.database.query(kProfile, context.actor.account))
        list.rows.push_back({text(row, 0), text(row, 1), text(row, 2), text(row, 3), roles, instant(row, 4),
                             instant(row, 5), row.flag(6), row.flag(7)});
    return list;
}

constexpr database::Sql kDevices =
    "SELECT created_at, last_used_at FROM device WHERE account_id = ? ORDER BY last_used_at DESC LIMIT ?";

app::DataList own_devices(app::Context& context, int most) {
    app::DataList list{"known_browsers",
                       "Browsers we know you by",
                       {{"since", "Since"}, {"last_used", "Last sign-in there"}}};
    for (const auto& row : context.database.query(kDevices, context.actor.account, most + 1))
        list.rows.push_back({row.instant(0), row.instant(1)});
    list.cut_to(static_cast<size_t>(most));
    return list;
}

constexpr database::Sql kTrusted =
    "SELECT user_agent, created_at, last_used_at, expires_at FROM trusted_browser WHERE account_id = ? "
    "ORDER BY last_used_at DESC LIMIT ?";

app::DataList own_trusted(app::Context& context, int most) {
    app::DataList list{"trusted_browsers",
                       "Browsers you trust",
                       {{"user_agent", "As it calls itself"},
                        {"since", "Since"},
                        {"last_used", "Last used"},
                        {"until", "Until"}}};
    for (const auto& row : context.database.query(kTrusted, context.actor.account, most + 1))
        list.rows.push_back({row.text(0), row.instant(1), row.instant(2), row.instant(3)});
    list.cut_to(static_cast<size_t>(most));
    return list;
}

constexpr database::Sql kPhones =
    "SELECT takes_text, created_at, last_used_at FROM phone WHERE account_id = ? AND confirmed_at IS NOT "
    "NULL";

std::vector<OwnPhone> own_phones(app::Context& context) {
    std::vector<OwnPhone> phones;
    for (const auto& row : context.database.query(kPhones, context.actor.account))
        phones.push_back({row.flag(0), row.instant(1), row.maybe_instant(2)});
    return phones;
}

constexpr database::Sql kConsents =
    "SELECT act, at, address, version, wording, reason FROM phone_consent WHERE account_id = ? "
    "ORDER BY at DESC, id DESC LIMIT ?";

app::DataList own_consents(app::Context& context, int most) {
    app::DataList list{"consents",
                       "What you agreed to",
                       {{"act", "Given or withdrawn", app::words_of},
                        {"at", "When"},
                        {"address", "Network address"},
                        {"version", "Version of the words"},
                        {"wording", "Words"},
                        {"reason", "Why withdrawn", app::words_of}}};
    for (const auto& row : context.database.query(kConsents, context.actor.account, most + 1))
        list.rows.push_back(
            {row.text(0), row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5)});
    list.cut_to(static_cast<size_t>(most));
    return list;
}

constexpr database::Sql kFailures =
    "SELECT at, address, user_agent, reason FROM failed_sign_in WHERE account_id = ? ORDER BY at DESC LIMIT "
    "?";

app::DataList own_failures(app::Context& context, int most) {
    app::DataList list{"failed_sign_ins",
                       "Failed sign-ins to your account",
                       {{"at", "When"},
                        {"address", "Network address"},
                        {"user_agent", "Browser, as it calls itself"},
                        {"reason", "Why", app::words_of}}};
    for (const auto& row : context.database.query(kFailures, context.actor.account, most + 1))
        list.rows.push_back({row.instant(0), row.text(1), row.text(2), row.text(3)});
    list.cut_to(static_cast<size_t>(most));
    return list;
}

constexpr database::Sql kActs =
    "SELECT at, action, address FROM audit_event WHERE actor_id = ? ORDER BY at DESC LIMIT ?";

app::DataList own_acts(app::Context& context, int most) {
    app::DataList list{"acts",
                       "What you did",
                       {{"at", "When"}, {"action", "What", app::words_of}, {"address", "Network address"}}};
    for (const auto& row : context.database.query(kActs, context.actor.account, most + 1))
        list.rows.push_back({row.instant(0), row.text(1), row.text(2)});
    list.cut_to(static_cast<size_t>(most));
    return list;
}

// Of the account only: what staff do with a ticket (a note among it) stands in the ticket, or is theirs.
constexpr database::Sql kActsOnOwn =
    "SELECT at, action FROM audit_event WHERE account_id = ? AND object_kind = 'account' "
    "AND (actor_id IS NULL OR actor_id <> ?) ORDER BY at DESC LIMIT ?";

app::DataList acts_on_own(app::Context& context, int most) {
    app::DataList list{"acts_of_others",
                       "What others did to your account",
                       {{"at", "When"}, {"action", "What", app::words_of}}};
    const auto account = context.actor.account;
    for (const auto& row : context.database.query(kActsOnOwn, account, account, most + 1))
        list.rows.push_back({row.instant(0), row.text(1)});
    list.cut_to(static_cast<size_t>(most));
    return list;
}

}  // namespace identity
