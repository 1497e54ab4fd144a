// Signing in with a passkey alone. Shows no difference between an unknown passkey and one that is refused.
#include "identity/arrival.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"
#include "identity/sign_in_pages.h"

namespace identity {

http::Response sign_in_passkey(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kSignInPasskeyFields, request.body());
    if (!form) return show_sign_in(context, request, form.error());
    const auto arrival = sign_in_with_passkey(context, form->get("code"), form->flag("remember"),
                                              std::string(form->get("next")));
    if (!arrival && arrival.error().kind != app::Refusal::Kind::invalid) return app::answer(arrival.error());
    if (!arrival) return show_sign_in(context, request, arrival.error().complaints);
    return arrive(context, request, *arrival);
}

}  // namespace identity
