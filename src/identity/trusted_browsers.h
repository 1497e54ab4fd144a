// Browsers in which a person asked not to be asked for the second factor again (factors.trust_browsers, off
// by default), for factors.trusted_for. Trust holds for one account and one device cookie, skips the second
// factor at sign-in and nothing else (never the proof before a sensitive act), and dies with every change of
// the password, a factor or the address.
#pragma once

#include <string>
#include <vector>

#include "app/context.h"

namespace identity {

struct TrustedBrowser {
    std::uint64_t id;
    std::string user_agent;
    base::Instant created_at, last_used_at, expires_at;
    bool current;  // the browser that asks
};

bool trust_offered(const app::Context& context);
// Whole days that trust lasts.
std::int64_t trust_days(const app::Context& context);
// In the transaction of the sign-in that would skip the second factor; notes the use.
bool use_trust(app::Context& context, base::AccountId account);
// In the transaction of the sign-in that passed it. Nothing where it is not offered.
void trust_browser(app::Context& context, base::AccountId account);

// The asker's.
std::vector<TrustedBrowser> trusted_browsers(app::Context& context);
bool distrust_browser(app::Context& context, std::uint64_t id);  // false: not the asker's, or gone
void distrust_browsers(app::Context& context, base::AccountId account);

}  // namespace identity
