// Changing the address: the form. A free and a taken address get the same answer.
#include "identity/account_handlers.h"
#include "identity/account_store.h"
#include "identity/email_change.h"

namespace identity {

namespace {

http::Response show(app::Context& context, const http::Request& request, const http::Complaints& complaints,
                    int status) {
    if (request.wants_json() && status != 200)
        return http::Response::problem(status, "The address was not changed.", complaints);
    const auto own = find_account(context, context.actor.account);
    if (!own) return http::Response::error(404);
    http::Page page("email_change.html", "Change e-mail address");
    page.set("NOW", own->email);
    page.refill(kEmailFields, request.body());
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response email_change_show(app::Context& context, const http::Request& request) {
    return show(context, request, {}, 200);
}

http::Response email_change_save(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kEmailFields, request.body());
    if (!form) return show(context, request, form.error(), 422);
    const auto wanted = base::EmailAddress::parse(form->get("email"));
    if (!wanted)
        return show(context, request, {{"email", "Enter an e-mail address, like name@example.com."}}, 422);
    const auto id = begin_email_change(context, *wanted);
    if (!id && id.error().kind == app::Refusal::Kind::not_found) return app::answer(id.error());
    if (!id) {
        const bool too_many = id.error().kind == app::Refusal::Kind::too_many;
        return show(context, request, id.error().complaints, too_many ? 429 : 422);
    }
    if (request.wants_json()) return http::Response::json(base::Json::Object{{"change", *id}}, 202);
    return http::Response::redirect(fmt::format("/security/email/verify?c={}", *id));
}

}  // namespace identity
