// Every statement about failed sign-ins. What was typed is sealed: it is often a password in the wrong field.
#include "identity/failed_sign_in_store.h"

#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sealed.h"

namespace identity {

std::string_view to_text(FailureReason reason) {
    switch (reason) {
        case FailureReason::unknown_account: return "unknown_account";
        case FailureReason::wrong_password: return "wrong_password";
        case FailureReason::disabled: return "disabled";
        case FailureReason::throttled: return "throttled";
        case FailureReason::wrong_factor: return "wrong_factor";
        case FailureReason::wrong_code: return "wrong_code";
    }
    return "";
}

constexpr database::Sql kInsert =
    "INSERT INTO failed_sign_in (tag, at, identifier, identifier_index, account_id, address, user_agent, "
    "reason) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

void keep_failed_sign_in(app::Context& context, const Identifier& identifier,
                         std::optional<base::AccountId> account, FailureReason reason) {
    const auto& ring = context.keys[crypto::Ring::shared];
    const auto tag = crypto::random_bytes(16);
    const auto sealed = crypto::seal(ring, crypto::Purpose::seal, {"failed_sign_in", "identifier", tag},
                                     identifier.canonical);
    const auto index = crypto::blind_index(ring, "failed_sign_in.identifier", identifier.canonical);
    context.database.execute(kInsert, tag, context.now(), sealed.token, index, account,
                             context.client ? context.client->text() : "", context.user_agent,
                             to_text(reason));
}

}  // namespace identity
