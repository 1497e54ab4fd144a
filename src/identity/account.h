// An account: a person's record. Names and address are as the person gave them; canonical forms are for
// finding.
#pragma once

#include <optional>
#include <string>

#include "base/email_address.h"
#include "base/id.h"

namespace identity {

using base::AccountId;

struct Account {
    AccountId id;
    std::string email;  // as proved: where mail goes
    std::optional<std::string> user_name;
    std::string first_name, last_name;
    bool disabled = false;  // also when closed
    bool closed = false;

    std::string name() const { return first_name + " " + last_name; }
};

// A user name: 3 to 40 characters, letters, digits, dot, dash, underscore; begins with a letter; never an
// address. Returned canonical (NFC, lower-cased), or nothing.
std::optional<std::string> canonical_user_name(std::string_view text);

// What a person types to say who they are: an e-mail address or a user name, as the key of all counting.
// Never the raw text, so that spelling cannot split a counter.
struct Identifier {
    std::string canonical;
    bool is_email = false;

    static Identifier of(std::string_view typed);
};

}  // namespace identity
