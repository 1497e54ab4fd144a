// Where authenticator apps are kept. Secrets are sealed; the account stands in every WHERE clause.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "base/secret.h"
#include "identity/factor.h"

namespace identity {

struct StoredApp {
    std::uint64_t id;
    base::Secret secret;  // raw
};

std::vector<AuthenticatorApp> list_apps(app::Context& context, base::AccountId account);
std::vector<StoredApp> load_app_secrets(app::Context& context, base::AccountId account);
// A new one that does not count yet; `secret` is raw. Returns its id.
std::uint64_t insert_app(app::Context& context, base::AccountId account, const base::Secret& secret);
// The one that this browser enrols (0: its newest); nothing if it was confirmed or is another's.
std::optional<StoredApp> find_unconfirmed_app(app::Context& context, base::AccountId account,
                                              std::uint64_t id);
// From now on it counts, and `step` is used up. False if somebody was faster.
bool confirm_app(app::Context& context, base::AccountId account, std::uint64_t id, const std::string& name,
                 std::int64_t step);
// True exactly once for a step and all before it.
bool use_step(app::Context& context, base::AccountId account, std::uint64_t id, std::int64_t step);
bool delete_app(app::Context& context, base::AccountId account, std::uint64_t id);
void delete_apps(app::Context& context, base::AccountId account);
// Those that count since then or later. Returns how many.
std::uint64_t delete_apps_since(app::Context& context, base::AccountId account, base::Instant since);

}  // namespace identity
