// Signing out: the GET shows a button, the POST ends the session and asks the browser to forget what it kept.
// Its cookies are removed by name: "cookies" in Clear-Site-Data would also take those of every other portal
// below the same domain, and the device cookie with them (Chromium drops even one that the same answer sets),
// so that the browser would be a stranger's at the next sign-in.
#include "identity/authentication.h"
#include "identity/handlers.h"

namespace identity {

http::Response sign_out_show(app::Context& context, const http::Request&) {
    if (!context.actor.signed_in()) return http::Response::redirect("/login");
    return http::Response::page(http::Page("sign_out.html", "Sign out"));
}

http::Response sign_out_save(app::Context& context, const http::Request&) {
    sign_out(context);
    auto response = http::Response::redirect("/login?notice=signed-out");
    clear_session_cookie(context, response);
    response.with_header("Clear-Site-Data", "\"cache\", \"storage\"");
    return response;
}

}  // namespace identity
