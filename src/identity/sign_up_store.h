// Where pending sign-ups are kept; each read names the browser that asks.
#pragma once

#include <optional>
#include <string>

#include "identity/registration.h"

namespace identity {

struct PendingSignUp {
    SignUpId id;
    std::string email, first_name, last_name, password_hash;
    std::optional<std::string> user_name;
    bool proved = false;
};

std::uint64_t insert_sign_up(app::Context& context, const SignUpForm& form, const std::string& password_hash);
// Nothing when it is another browser's or older than session.half.
std::optional<PendingSignUp> find_sign_up(app::Context& context, SignUpId id);
void mark_proved(app::Context& context, SignUpId id);
bool delete_sign_up(app::Context& context, SignUpId id);  // false: somebody was faster

}  // namespace identity
