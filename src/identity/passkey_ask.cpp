// What a browser is asked before a passkey is proved: to sign in alone, as the step of a sign-in, or again
// before a sensitive act. Which passkeys an account has is told only where the first factor was proved.
#include "identity/arrival.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"

namespace identity {

namespace {

http::Response ask(app::Context& context, std::optional<base::AccountId> account) {
    return http::Response::json(ask_passkey(context, account));
}

}  // namespace

http::Response sign_in_passkey_begin(app::Context& context, const http::Request&) {
    if (!passkey_sign_in_offered(context)) return http::Response::error(403);
    return ask(context, std::nullopt);
}

http::Response sign_in_step_passkey(app::Context& context, const http::Request& request) {
    const auto pending = proved_sign_in(context, number_of(request.body().get("sign_in")));
    if (!pending || own_factors(context, pending->account).passkeys.empty()) return over(request);
    return ask(context, pending->account);
}

http::Response confirm_passkey(app::Context& context, const http::Request&) {
    if (own_factors(context, context.actor.account).passkeys.empty())
        return http::Response::error(409, "You have no passkey.");
    return ask(context, context.actor.account);
}

}  // namespace identity
