// The audit trail: who did what to what, written in the transaction of the act, never changed. Names of
// actions are stable: "<object>.<verb>". Details hold no secret, code, token or message text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/words.h"

namespace audit {

struct Event {
    app::Name action;                                       // "session.start", "ticket.close"
    std::string_view object_kind;                           // "session", "ticket", "account"
    std::uint64_t object_id = 0;                            // 0: none
    std::optional<base::AccountId> account = std::nullopt;  // whom it concerns
    std::string details = "";                               // short, for people
    // Who did it where the asker is not known yet: who signs in or up acts as themselves.
    std::optional<base::AccountId> actor = std::nullopt;
};

// Who, when, where and the request id come from the context. Must be called inside the act's transaction.
// Throws base::Bug otherwise, DatabaseError.
void record(app::Context& context, const Event& event);

}  // namespace audit
