// What every answer gets: the error page or problem it stands for, the frame, cookies and security headers.
#include "app/cookies.h"
#include "identity/devices.h"
#include "portal/form_token.h"
#include "portal/frame.h"
#include "portal/passage.h"

namespace portal {

namespace {

struct Words {
    int status;
    std::string_view heading, explanation;
};
constexpr Words kWords[] = {
    {400, "This request could not be read", "Something in it was not as expected. Go back and try again."},
    {401, "Please sign in", "You need to sign in to go on."},
    {403, "You cannot do this", "Your account does not have access to this page or action."},
    {404, "Page not found", "The page does not exist, or it is not yours to see. Check the address."},
    {405, "This cannot be done here", "The page exists, but not for this kind of request."},
    {406, "This report is not believed", "Its signature is missing, wrong or too old."},
    {409, "This is no longer possible", "Something changed in the meantime. Reload the page and try again."},
    {410, "This link no longer works", "It was used, or its time is over."},
    {411, "This request could not be read", "It did not say how long it is."},
    {413, "This is too large", "What you sent is larger than we accept here. Make it shorter and try again."},
    {414, "This address is too long", "Check the link and try again."},
    {415, "This cannot be read here", "What you sent has a format that this page does not take."},
    {422, "Something needs to be corrected", "Check what you entered and try again."},
    {429, "Too many tries", "Wait a little, then try again."},
    {500, "Something went wrong", "It is our fault, and it was noted. Try again in a minute."},
    {503, "Not available right now", "The portal is busy or being looked after. Try again in a minute."},
};

const Words& words_for(int status) {
    for (const auto& words : kWords) {
        if (words.status == status) return words;
    }
    return kWords[status < 500 ? 0 : std::size(kWords) - 2];
}

constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src "
    "'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

void add_security_headers(http::Response& response) {
    response.with_header("Content-Security-Policy", std::string(kPolicy))
        .with_header("X-Content-Type-Options", "nosniff")
        .with_header("Referrer-Policy", "same-origin")
        .with_header("Cross-Origin-Opener-Policy", "same-origin")
        .with_header("Cross-Origin-Resource-Policy", "same-origin")
        .with_header(
            "Permissions-Policy",
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
            "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
            "payment=(), picture-in-picture=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)")
        .with_header("Cache-Control", "no-store");
}

http::Page error_page(int status, std::string_view explanation, std::string_view request_id) {
    const auto heading = words_for(status).heading;
    http::Page page("error.html", std::string(heading));
    page.set("STATUS", status);
    page.set("HEADING", heading);
    page.set("EXPLANATION", explanation);
    page.set("REQUEST_ID", request_id);
    return page;
}

void show_error(Passage& passage, http::Response& response) {
    const auto detail = response.detail().empty() ? words_for(response.status()).explanation
                                                  : std::string_view(response.detail());
    if (passage.request.wants_json()) {
        auto problem = http::Response::problem(response.status(), detail, {});
        problem.set_request_id(passage.request.id());
        response.set_body(problem.body(), problem.content_type());
        return;
    }
    response.page() = error_page(response.status(), detail, passage.request.id());
}

}  // namespace

void finish(Passage& passage, http::Response& response) {
    if (response.is_error()) show_error(passage, response);
    if (auto& page = response.page()) {
        // A page that comes with a new session carries that session's form tokens.
        for (const auto& cookie : response.cookies()) {
            if (cookie.name == app::cookie_name(passage.context.config))
                passage.context.session_token = cookie.value;
        }
        fill_frame(passage, *page);
        response.set_body(page->render(), "text/html; charset=utf-8");
    }
    response.set_request_id(passage.request.id());
    if (!response.location().empty()) {
        response.set_location(passage.context.config.base_path() + response.location());
    }
    const auto browser_cookie = app::cookie_name(passage.context.config, "-browser");
    const bool has_own = std::ranges::find(response.cookies(), browser_cookie, &http::Cookie::name) !=
                         response.cookies().end();
    if (passage.new_browser && !has_own) {
        response.with_cookie({.name = browser_cookie, .value = passage.context.browser});
    }
    const auto device_cookie = app::cookie_name(passage.context.config, "-device");
    const bool new_device = !passage.context.device.empty() &&
                            passage.context.device != passage.request.cookie(device_cookie).value_or("");
    if (new_device && std::ranges::find(response.cookies(), device_cookie, &http::Cookie::name) ==
                          response.cookies().end()) {
        identity::set_device_cookie(passage.context, response);
    }
    response.with_header("X-Request-Id", passage.request.id());
    add_security_headers(response);
}

http::Response refuse_plainly(const http::Source& source, const std::string& request_id,
                              const http::BadRequest& bad) {
    const std::string reason(bad.reason.empty() ? words_for(bad.status).explanation
                                                : std::string_view(bad.reason));
    auto response = http::Response::problem(bad.status, reason);
    response.set_request_id(request_id);
    response.with_header("X-Request-Id", request_id);
    if (!http::wants_json(source)) {
        auto page = error_page(bad.status, reason, request_id);
        fill_plain_frame(page);
        response.set_body(page.render(), "text/html; charset=utf-8");
    }
    add_security_headers(response);
    return response;
}

}  // namespace portal
