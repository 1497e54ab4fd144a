// Ten new recovery codes, shown this once: they stand nowhere but in this answer.
#include "identity/devices.h"
#include "identity/enrolment.h"
#include "identity/handlers.h"

namespace identity {

http::Response recovery_codes_make(app::Context& context, const http::Request&) {
    const auto codes = make_recovery_codes(context);
    if (!codes) return app::answer(codes.error());
    http::Page page("recovery_codes.html", "Your recovery codes");
    for (const auto& code : *codes) page.section("CODE").set("TEXT", code);
    auto response = http::Response::page(std::move(page));
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
