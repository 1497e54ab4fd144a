// The policy, and hashing under a slot.
#include "identity/passwords.h"

#include "base/text.h"
#include "identity/breach.h"

namespace identity {

namespace {

crypto::PasswordCost cost(const app::Context& context) {
    return {static_cast<unsigned long long>(context.config.integer("password.argon_operations")),
            static_cast<size_t>(context.config.integer("password.argon_memory")) << 20};
}

// Words of the person or the portal that make up most of the password.
bool is_about(const std::string& password, std::string_view word) {
    const auto lower = base::to_lower(word);
    if (base::count_points(lower) < 4) return false;
    std::string rest = password;
    for (auto at = rest.find(lower); at != std::string::npos; at = rest.find(lower))
        rest.erase(at, lower.size());
    return rest.size() * 2 < password.size();
}

}  // namespace

int least_length(const app::Context& context, Strength strength) {
    return static_cast<int>(context.config.integer(
        strength == Strength::alone ? "password.least_alone" : "password.least_with_factor"));
}

std::vector<base::Complaint> judge_password(app::Context& context, std::string_view field,
                                            const base::Secret& password, const Person& person,
                                            Strength strength) {
    const auto complain = [&](std::string message) {
        return std::vector<base::Complaint>{{std::string(field), std::move(message)}};
    };
    const auto text = password.reveal();
    const auto least = static_cast<size_t>(least_length(context, strength));
    if (text.empty()) return complain("Enter a password.");
    if (base::count_points(text) < least) {
        return complain(
            fmt::format("Password must be {} characters or more. Three or four words that do not belong "
                        "together are easy to remember.",
                        least));
    }
    if (text.size() > static_cast<size_t>(context.config.integer("password.most_bytes"))) {
        return complain(fmt::format("Password must be {} bytes or fewer.",
                                    context.config.integer("password.most_bytes")));
    }
    if (is_common_password(text)) {
        return complain("This password is one of those that are tried first. Choose another one.");
    }
    const auto lower = base::to_lower(text);
    const auto at = person.email.find('@');
    for (const auto word : {person.first_name, person.last_name, person.email, person.email.substr(0, at),
                            person.user_name, std::string_view(context.config.text("portal.name"))}) {
        if (is_about(lower, word)) {
            return complain(
                "Password must not be made of your name, your address or the name of this portal.");
        }
    }
    if (is_breached(context, password)) {
        return complain(
            "This password is known from a breach of another service. Choose another one, and change it "
            "wherever you use it.");
    }
    return {};
}

app::Slots::Held take_hashing_slot(app::Context& context) {
    return context.hashing.take(context.config.milliseconds("gate.hashing_wait"));
}

std::string hash_password(app::Context& context, const app::Slots::Held&, const base::Secret& password) {
    return crypto::hash_password(context.keys[crypto::Ring::identity], cost(context), password);
}

crypto::Verdict verify_password(app::Context& context, const app::Slots::Held&, const std::string& hash,
                                const base::Secret& password) {
    const auto& ring = context.keys[crypto::Ring::identity];
    if (hash.empty()) {
        crypto::verify_nobody(ring, cost(context), password);
        return crypto::Verdict::wrong;
    }
    return crypto::verify_password(ring, cost(context), hash, password);
}

void pay_for_password(app::Context& context, const app::Slots::Held& slot, const std::string& hash,
                      const base::Secret& password) {
    verify_password(context, slot, hash, base::Secret(std::string(password.size(), '.')));
}

}  // namespace identity
