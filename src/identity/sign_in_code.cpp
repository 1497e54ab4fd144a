// Typing a mailed code that stands for the first proof, of a sign-in or a reset; and having a new one sent.
// Shows what was typed as name, never whose address it is.
#include "identity/arrival.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"
#include "identity/mailed_proof.h"

namespace identity {

namespace {

http::Page form_page(app::Context& context, const PendingSignIn& pending) {
    http::Page page("sign_in_code.html", "Check your mail");
    page.set("SIGN_IN", pending.id);
    page.set("IDENTIFIER", pending.identifier);
    page.part("CODE_FIELD", kCodeField).show("FROM_MAIL");
    show_no_mail(page, {"/verify-otp/resend", "sign_in", pending.id, "/login", "Start again"});
    page.set("MINUTES", context.config.seconds("code.lifetime").count() / 60);
    page.set("LENGTH", context.config.integer("code.length"));
    page.show(pending.purpose == Purpose::reset ? "FOR_RESET" : "FOR_SIGN_IN");
    return page;
}

http::Response refuse(app::Context& context, const http::Request& request, std::uint64_t id,
                      const app::Refusal& refusal) {
    const auto pending = unproved_sign_in(context, id);
    if (!pending) return over(request);
    return show_refusal(request, refusal, "The code was refused.", [&](const http::Complaints& complaints) {
        auto page = form_page(context, *pending);
        page.complain(complaints);
        return page;
    });
}

}  // namespace

http::Response sign_in_code_show(app::Context& context, const http::Request& request) {
    const auto pending = unproved_sign_in(context, number_of(request.query().get("s")));
    if (!pending) return over(request);
    return http::Response::page(form_page(context, *pending));
}

http::Response sign_in_code(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kOtpFields, request.body());
    const auto id = number_of(request.body().get("sign_in"));
    if (!form) return refuse(context, request, id, app::Refusal::of(form.error()));
    const auto arrival = finish_mailed_proof(context, id, form->get("code"));
    if (!arrival) return refuse(context, request, id, arrival.error());
    return arrive(context, request, *arrival);
}

http::Response sign_in_code_resend(app::Context& context, const http::Request& request) {
    const auto id = number_of(request.body().get("sign_in"));
    const auto sent = resend_mailed_proof(context, id);
    if (!sent) return refuse(context, request, id, sent.error());
    return to_code(context, request, id, "code-sent");
}

}  // namespace identity
