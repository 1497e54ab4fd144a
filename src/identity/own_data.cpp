// Puts the lists together.
#include "identity/own_data.h"

#include "identity/own_data_store.h"
#include "identity/passkey_store.h"
#include "identity/recovery_store.h"
#include "identity/sessions.h"
#include "identity/totp_store.h"

namespace identity {

namespace {

app::DataList::Cell maybe(const std::optional<base::Instant>& at) {
    if (!at) return {};
    return *at;
}

app::DataList sessions(app::Context& context) {
    app::DataList list{"sessions",
                       "Where you are signed in",
                       {{"browser", "Browser"},
                        {"user_agent", "As it calls itself"},
                        {"address", "Network address"},
                        {"since", "Since"},
                        {"last_seen", "Last seen"}}};
    for (const auto& one : own_sessions(context))
        list.rows.push_back(
            {device_words(one.user_agent), one.user_agent, one.address, one.created_at, one.last_seen_at});
    return list;
}

app::DataList factors(app::Context& context) {
    const auto account = context.actor.account;
    app::DataList list{"second_factors",
                       "Second factors",
                       {{"kind", "Kind"},
                        {"name", "Name"},
                        {"added", "Added"},
                        {"last_used", "Last used"},
                        {"left", "Left"}}};
    for (const auto& app : list_apps(context, account))
        list.rows.push_back({"Authenticator app", app.name, app.created_at, maybe(app.last_used_at), {}});
    for (const auto& key : list_passkeys(context, account))
        list.rows.push_back({"Passkey", key.name, key.created_at, maybe(key.last_used_at), {}});
    for (const auto& phone : own_phones(context))
        list.rows.push_back({phone.takes_text ? "Phone, by text message" : "Phone, by call",
                             {},
                             phone.created_at,
                             maybe(phone.last_used_at),
                             {}});
    if (const auto left = count_recovery_codes(context, account); left > 0)
        list.rows.push_back({"Recovery codes", {}, {}, {}, std::int64_t{left}});
    return list;
}

}  // namespace

std::vector<app::DataList> own_data(app::Context& context, const app::DataAmount& amount) {
    std::vector<app::DataList> lists;
    lists.push_back(own_profile(context));
    lists.push_back(sessions(context));
    lists.push_back(own_devices(context, amount.rows));
    lists.push_back(own_trusted(context, amount.rows));
    lists.push_back(factors(context));
    lists.push_back(own_consents(context, amount.rows));
    lists.push_back(own_failures(context, amount.rows));
    lists.push_back(own_acts(context, amount.rows));
    lists.push_back(acts_on_own(context, amount.rows));
    return lists;
}

}  // namespace identity
