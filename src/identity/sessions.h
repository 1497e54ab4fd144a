// Sessions: 32 random bytes in a cookie, their SHA-256 in the database. A session ends when idle too long, at
// its absolute end, when its account is disabled, or when somebody ends it. A new one is made at sign-in and
// at every change of rights; the old one dies at once. Only the gate pool can make one (grants).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "http/response.h"

namespace identity {

// Who the cookie's token stands for, with rights: one query. Notes that the session was seen, once a minute.
std::optional<app::Actor> find_session(app::Context& context, std::string_view token);

struct NewSession {
    std::string token;
    std::uint64_t id;
    base::AccountId account;
};
// In the transaction of the sign-in, which counts as a recent proof if all factors were `proved`. `remember`:
// session.remembered instead of session.absolute, no idle end.
NewSession start_session(app::Context& context, base::AccountId account, bool remember, bool proved = true);
// The cookies of a fresh session: the session's own, and a new pre-sign-in cookie in place of the old.
void set_session_cookie(const app::Context& context, http::Response& response, const std::string& token,
                        bool remember);

// A factor was proved again: the asker's session gets a new token, the old one dies at once. Of two proofs at
// once, as when a button is pressed twice, both get the same new one: whichever answer the browser hears
// last, its cookie is good. In a transaction. Nothing when the session is gone.
struct RenewedSession {
    std::string token;
    std::optional<std::chrono::seconds> left;  // of a remembered session
};
std::optional<RenewedSession> renew_session(app::Context& context);
void set_renewed_cookie(const app::Context& context, http::Response& response, const RenewedSession& session);
void clear_session_cookie(const app::Context& context, http::Response& response);

// True if the asker proved a factor within session.step_up.
bool is_proved(const app::Context& context);

struct SessionRow {
    std::uint64_t id;
    base::Instant created_at, last_seen_at;
    std::string address, user_agent;
    bool current;
};
constexpr int kMostSessions = 100;  // listed
std::vector<SessionRow> own_sessions(app::Context& context);
// For the sysadmin; the last used first.
std::vector<SessionRow> sessions_of(app::Context& context, base::AccountId account);
bool end_session_of(app::Context& context, base::AccountId account, std::uint64_t id);
bool end_own_session(app::Context& context, std::uint64_t id);  // false: not the asker's, or gone
std::uint64_t end_other_sessions(app::Context& context, base::AccountId account, std::uint64_t kept);
std::uint64_t end_all_sessions(app::Context& context, base::AccountId account);

// "Firefox on Windows": what a person recognises in a user agent; "Unknown browser" otherwise.
std::string device_words(std::string_view user_agent);

}  // namespace identity
