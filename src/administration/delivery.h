// What a delivery is: one mail of the outbox, what was tried, and what came back. Never what the mail says.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"

namespace administration {

using DeliveryId = base::Id<struct DeliveryTag>;

// What a list can be narrowed to; the last three are what a provider reported after the mail was sent.
inline constexpr std::string_view kStates[] = {"waiting",     "leased",      "sent",       "dead",
                                               "withheld",    "dropped",     "expired",    "delivered",
                                               "soft_bounce", "hard_bounce", "complained", "rejected"};
// The kinds of mail, each a template of its own.
inline constexpr std::string_view kKinds[] = {"account_closed",
                                              "email_change_code",
                                              "email_change_exists",
                                              "email_change_undone",
                                              "email_changed",
                                              "factor_changed",
                                              "factor_paused",
                                              "new_device",
                                              "passkey_copied",
                                              "password_changed",
                                              "password_reset_code",
                                              "password_withdrawn",
                                              "recovery_code_used",
                                              "sign_in_code",
                                              "sign_up_code",
                                              "sign_up_exists",
                                              "test",
                                              "ticket_opened",
                                              "ticket_replied",
                                              "ticket_status",
                                              "welcome"};
inline constexpr std::string_view kProviders[] = {"smtp", "brevo", "mailgun", "folder"};

struct Delivery {
    DeliveryId id;
    std::string tag, kind, recipient;
    std::string state;  // as in the outbox
    std::string fate;   // what came back after it was sent, "" if nothing
    std::uint64_t attempts = 0;
    bool perhaps_twice = false;  // nobody knows the end of a try, so it may have arrived more than once
    bool sealed = false;         // holds a code
    std::string provider, provider_id, last_answer;
    base::Instant created_at, next_try_at;
    std::optional<base::Instant> sent_at, expires_at;
};

// "Waiting", "Bounced": state and fate as people read them.
std::string_view to_words(const Delivery& delivery);
// How it is getting on, for the colour and the icon beside the words: "open", "waiting", "closed", "alert".
std::string_view mood(const Delivery& delivery);

// Whether it can be sent anew or dropped at `now`.
bool can_retry(const Delivery& delivery, base::Instant now);
bool can_drop(const Delivery& delivery);

// A set of mails as a form carries it: "12-13-40". As many as are dropped at once, and no more.
inline constexpr int kMostAtOnce = 500;
std::string to_text(std::span<const DeliveryId> ids);
std::optional<std::vector<DeliveryId>> ids_from(std::string_view text);

// What a provider reported about it.
struct DeliveryEvent {
    std::string kind, answer;
    base::Instant at;
};

struct DeliveryFilter {
    std::string state, kind, provider;  // "" = any
    std::string recipient;              // canonical; "" = anybody
};

// One page of a list, newest first. `next`: where to go on; `all_seen`: false if the search stopped before it
// had looked at everything, so that an empty page does not mean there is nothing.
struct DeliveryList {
    std::vector<Delivery> rows;
    DeliveryId next;
    bool all_seen = true;
};

}  // namespace administration
