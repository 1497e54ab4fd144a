// The later steps: who comes (session and rights), what they bring (query and body), whether the form is
// ours, and whether they may pass.
#include "app/cookies.h"
#include "base/text.h"
#include "crypto/random.h"
#include "identity/kept_form.h"
#include "identity/next_page.h"
#include "identity/sessions.h"
#include "portal/form_token.h"
#include "portal/passage.h"

namespace portal {

namespace {

// Health says itself what is wrong with the database, and a stranger's page that needs none is shown without
// it.
void prepare_database(Passage& passage) {
    if (passage.route != nullptr && passage.route->access.kind() == Access::Kind::local) return;
    const bool must =
        !passage.context.session_token.empty() || passage.request.method() == http::Method::post;
    try {
        passage.context.database.ready();
    } catch (const base::DatabaseError&) {
        if (must) throw;
    }
}

bool is_for_machines(const Route& route) {
    return route.shape.is_raw() || route.access.kind() == Access::Kind::local;
}

http::Response to_sign_in(const Passage& passage) {
    if (passage.request.wants_json() || passage.request.method() == http::Method::post) {
        return http::Response::error(401, "Sign in first.");
    }
    std::string here = passage.request.path().substr(passage.context.config.base_path().size());
    return http::Response::redirect("/login?next=" + base::percent_encode(here));
}

// The session ended while the person was writing: no riddle about forms, but the way back in.
http::Response sign_in_again(const Passage& passage) {
    if (passage.request.wants_json()) return http::Response::error(401, "Your session ended. Sign in again.");
    return http::Response::redirect("/login?notice=session-over");
}

constexpr std::string_view kElsewhere = "/dashboard";

// The page that the person came from, as the browser tells it, without its query: one of this portal that is
// shown without a proof; else the dashboard.
std::string came_from(const Passage& passage) {
    const auto root = passage.context.config.base_url();
    auto path = passage.request.header("referer");
    if (!path.starts_with(root)) return std::string(kElsewhere);
    path = path.substr(root.size());
    path = path.substr(0, path.find_first_of("?#"));
    const auto* page = find_route(http::Method::get, path).route;
    const bool asks = page != nullptr && (page->access.kind() == Access::Kind::proved ||
                                          page->access.kind() == Access::Kind::proved_self);
    if (page == nullptr || asks || path == "/confirm") return std::string(kElsewhere);
    return identity::safe_next(path, kElsewhere);
}

// A sensitive act without a recent proof: first to the proof, then on; a form that was sent is kept.
http::Response to_proof(Passage& passage) {
    if (passage.request.wants_json()) return http::Response::error(403, "Prove a factor again first.");
    const std::string here = passage.request.path().substr(passage.context.config.base_path().size());
    const auto from = came_from(passage);
    const auto is_secret = [](const http::Field& field) { return field.kind == http::FieldKind::secret; };
    // A password is not kept: it would come back in a page.
    if (passage.request.method() != http::Method::post ||
        std::ranges::any_of(passage.route->shape.body_fields(), is_secret)) {
        return http::Response::redirect(
            fmt::format("/confirm?next={}&from={}", base::percent_encode(here), base::percent_encode(from)));
    }
    http::Page page("confirm_first.html", "Confirm that it is you");
    page.set("FROM", from);
    page.set("KEPT", identity::keep_form(passage.context, here, passage.request.body()));
    return http::Response::page(std::move(page), 403);
}

}  // namespace

std::optional<http::Response> load_session(Passage& passage) {
    auto& context = passage.context;
    const auto& request = passage.request;
    // A machine's request stands alone: whatever cookies come with it are nobody's, and it gets none.
    if (passage.route != nullptr && is_for_machines(*passage.route)) {
        prepare_database(passage);
        return std::nullopt;
    }
    context.session_token = request.cookie(app::cookie_name(context.config)).value_or("");
    context.device = request.cookie(app::cookie_name(context.config, "-device")).value_or("");
    context.browser = request.cookie(app::cookie_name(context.config, "-browser")).value_or("");
    if (context.browser.size() != crypto::kTokenSize) {
        context.browser = crypto::random_token();
        passage.new_browser = true;
    }
    prepare_database(passage);
    passage.knows_who = context.session_token.empty();
    if (passage.knows_who) return std::nullopt;
    if (auto actor = identity::find_session(context, context.session_token)) {
        context.actor = std::move(*actor);
    } else {
        context.session_token.clear();
        passage.session_over = true;
    }
    passage.knows_who = true;
    return std::nullopt;
}

std::optional<http::Response> read_input(Passage& passage) {
    auto& request = passage.request;
    const auto& shape = passage.route->shape;
    if (auto read = shape.is_raw() ? request.read_raw_json(passage.source, shape.most_bytes())
                                   : request.read_body(passage.source, shape.most_bytes());
        !read) {
        return http::Response::error(read.error().status, read.error().reason);
    }
    http::Fields query;
    for (const auto& [name, value] : request.query()) {
        if (name != "notice")
            query.add(name, value);  // every page may be reached by a redirect that says what was done
    }
    if (auto known = http::check_names(shape.query_fields(), query); !known) {
        return http::Response::error(400, known.error());
    }
    if (auto good = http::check_values(shape.query_fields(), query); !good) {
        return http::Response::error(400, good.error().front().message);
    }
    if (auto known = http::check_names(shape.body_fields(), request.body()); !known) {
        return http::Response::error(400, known.error());
    }
    return std::nullopt;
}

std::optional<http::Response> check_token(Passage& passage) {
    const auto& request = passage.request;
    if (!may_be_forged(passage)) return std::nullopt;
    // JSON without a session needs no token: no other site can send that content type without our leave.
    if (request.body_is_json() && passage.context.session_token.empty()) return std::nullopt;
    if (!token_fits(passage)) {
        if (passage.session_over) return sign_in_again(passage);
        passage.context.log.warning("csrf.bad_token",
                                    {{"client", request.client().text()}, {"route", passage.route->pattern}});
        return http::Response::error(403,
                                     "This form is too old, or it was opened before you signed in. Go back, "
                                     "copy what you typed, reload the page and try again.");
    }
    return std::nullopt;
}

std::optional<http::Response> check_access(Passage& passage) {
    const auto& actor = passage.context.actor;
    const auto access = passage.route->access;
    const authority::Rights rights{actor.rights};
    const auto kind = access.kind();
    if (kind == Access::Kind::anyone) return std::nullopt;
    if (kind == Access::Kind::local) {
        if (passage.request.client().is_loopback()) return std::nullopt;
        return http::Response::error(404);
    }
    if (!actor.signed_in()) return to_sign_in(passage);
    const bool needs_permission = kind == Access::Kind::permission || kind == Access::Kind::proved;
    if (needs_permission && !rights.has(access.permission())) {
        passage.context.log.warning("authz_fail", {{"client", passage.request.client().text()},
                                                   {"account", actor.account.value()},
                                                   {"route", passage.route->pattern}});
        return http::Response::error(403);
    }
    const bool needs_proof = kind == Access::Kind::proved || kind == Access::Kind::proved_self;
    if (needs_proof && !identity::is_proved(passage.context)) return to_proof(passage);
    return std::nullopt;
}

}  // namespace portal
