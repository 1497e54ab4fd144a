// The sign-in page. Shows no difference between a wrong password and no account.
#include "identity/arrival.h"
#include "identity/authentication.h"
#include "identity/factor_change.h"
#include "identity/handlers.h"
#include "identity/mailed_proof.h"
#include "identity/next_page.h"
#include "identity/passkeys.h"
#include "identity/sign_in_pages.h"

namespace identity {

namespace {

// How long "Keep me signed in" lasts, as people say it.
std::string remembered(const app::Context& context) {
    const auto hours = std::chrono::floor<std::chrono::hours>(context.config.seconds("session.remembered"));
    if (hours.count() % 24 == 0 && hours.count() > 24) return fmt::format("{} days", hours.count() / 24);
    return fmt::format("{} hours", hours.count());
}

http::Page form_page(const app::Context& context, std::string_view next) {
    http::Page page("sign_in.html", "Sign in");
    page.set("NEXT", next);
    page.set("REMEMBERED", remembered(context));
    page.show_if("PASSKEYS", passkey_sign_in_offered(context));
    const bool password = is_first(context, Factor::password), code = is_first(context, Factor::mailed_code);
    page.show_if("BY_PASSWORD", password);
    if (code) page.section("BY_CODE").show(password ? "INSTEAD" : "ONLY");
    return page;
}

http::Response show_again(const app::Context& context, const http::Request& request,
                          const app::Refusal& refusal) {
    return show_refusal(request, refusal, "Sign-in was refused.", [&](const http::Complaints& complaints) {
        auto page = form_page(context, request.body().get("next"));
        page.refill(kSignInFields, request.body());
        page.complain(complaints);
        return page;
    });
}

http::Response mail_code_instead(app::Context& context, const http::Request& request,
                                 const http::Fields& form) {
    const auto id = begin_mailed_proof(context, {.identifier = std::string(form.get("identifier")),
                                                 .purpose = Purpose::sign_in,
                                                 .remember = form.flag("remember"),
                                                 .next = std::string(form.get("next"))});
    if (!id) return show_again(context, request, id.error());
    return to_code(context, request, *id);
}

}  // namespace

http::Response show_sign_in(const app::Context& context, const http::Request& request,
                            const http::Complaints& complaints) {
    return show_again(context, request, app::Refusal::of(complaints));
}

http::Response sign_in_show(app::Context& context, const http::Request& request) {
    const auto next = request.query().get("next");
    if (context.actor.signed_in()) return http::Response::redirect(safe_next(next, "/dashboard"));
    return http::Response::page(form_page(context, next));
}

http::Response sign_in_save(app::Context& context, const http::Request& request) {
    const auto way = factor_of(request.body().get("with")).value_or(Factor::password);
    auto form = http::check_values(kSignInFields, request.body());
    if (way == Factor::password && request.body().get("password").empty()) {
        auto complaints = form ? http::Complaints() : form.error();
        complaints.push_back({"password", "Enter a password."});
        form = std::unexpected(std::move(complaints));
    }
    if (!form) return show_again(context, request, app::Refusal::of(form.error()));
    if (!is_first(context, way))
        return show_again(context, request,
                          app::Refusal::of("", "This way to sign in is switched off here."));
    if (way == Factor::mailed_code) return mail_code_instead(context, request, *form);
    const auto arrival = sign_in(context, {.identifier = std::string(form->get("identifier")),
                                           .password = base::Secret(std::string(form->get("password"))),
                                           .remember = form->flag("remember"),
                                           .next = std::string(form->get("next"))});
    if (!arrival) return show_again(context, request, arrival.error());
    return arrive(context, request, *arrival);
}

}  // namespace identity
