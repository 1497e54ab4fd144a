// Where sessions are kept; every statement about them.
#pragma once

#include "identity/sessions.h"

namespace identity {

struct StoredSession {
    app::Actor actor;
    base::Instant last_seen_at, expires_at;
    bool remembered;
};

std::optional<StoredSession> load_session(app::Context& context, const std::string& token_hash);
void mark_seen(app::Context& context, std::uint64_t id);
std::uint64_t insert_session(app::Context& context, base::AccountId account, const std::string& token_hash,
                             base::Instant expires_at, bool remembered, bool proved);
// Another token for the asker's session in place of `before` (or already there), and the proof noted. Nothing
// if there is no such session; else its end if it is a remembered one.
std::optional<std::optional<base::Instant>> replace_token(app::Context& context, const std::string& before,
                                                          const std::string& after);
void delete_session(app::Context& context, std::uint64_t id);

}  // namespace identity
