// Another name for a passkey; empty: the usual one.
#include "identity/handlers.h"
#include "identity/passkeys.h"

namespace identity {

http::Response passkey_rename(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kPasskeyNameFields, request.body());
    if (!form) return http::Response::error(422, form.error().front().message);
    const auto named =
        rename_passkey(context, request.number_parameter("id"), std::string(form->get("name")));
    if (!named) return app::answer(named.error());
    return http::Response::redirect("/security?notice=passkey-named");
}

}  // namespace identity
