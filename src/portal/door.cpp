// The first steps: along a route of this pool, over HTTPS and to this host, not from another site, not too
// often.
#include "portal/form_token.h"
#include "portal/passage.h"

namespace portal {

std::optional<http::Response> find_way(Passage& passage) {
    auto& request = passage.request;
    const auto& base = passage.context.config.base_path();
    std::string_view path = request.path();
    if (!base.empty()) {
        if (!path.starts_with(base) || (path.size() > base.size() && path[base.size()] != '/')) {
            return http::Response::error(404);
        }
        path.remove_prefix(base.size());
        if (path.empty()) path = "/";
    }
    auto match = find_route(request.method(), path);
    if (match.route == nullptr) {
        if (match.allowed.empty()) return http::Response::error(404);
        std::string allow;
        for (const auto method : match.allowed) {
            if (!allow.empty()) allow += ", ";
            allow += http::to_text(method);
            if (method == http::Method::get) allow += ", HEAD";
        }
        auto response = http::Response::error(405);
        response.with_header("Allow", allow);
        return response;
    }
    if (match.route->pool != passage.pool) {
        passage.context.log.error("route.wrong_pool", {{"route", match.route->pattern}});
        return http::Response::error(404);
    }
    passage.route = match.route;
    request.set_parameters(std::move(match.parameters));
    if (passage.note != nullptr) (*passage.note)(match.route->pattern);
    return std::nullopt;
}

std::optional<http::Response> check_host(Passage& passage) {
    const auto& config = passage.context.config;
    const auto& request = passage.request;
    // The machines beside us ask for health by whatever name and without TLS; for nothing else.
    if (passage.route->access.kind() == Access::Kind::local && request.client().is_loopback()) {
        return std::nullopt;
    }
    if (!request.is_https()) return http::Response::error(403, "This portal is reached over HTTPS only.");
    if (request.host() != config.base_host()) {
        return http::Response::error(400, "This address is not one of this portal's.");
    }
    return std::nullopt;
}

// Before anything is counted: a page elsewhere could use up what the address of whoever looks at it may ask
// for.
std::optional<http::Response> check_origin(Passage& passage) {
    if (!may_be_forged(passage) || from_this_site(passage)) return std::nullopt;
    passage.context.log.warning("csrf.foreign_origin", {{"origin", passage.request.header("origin")}});
    return http::Response::error(403, "This form was sent from another site.");
}

namespace {

std::optional<http::Response> limit_rate(Passage& passage) {
    const auto& limit = passage.route->limit;
    if (!limit.counts()) return std::nullopt;
    passage.context.database.ready();
    const auto state = app::count(passage.context, limit.rate(), passage.request.client().bucket());
    if (state.allowed) return std::nullopt;
    passage.context.log.warning("excess_rate_limit_exceeded", {{"limit", limit.rate().name},
                                                               {"client", passage.request.client().text()},
                                                               {"amount", state.amount}});
    auto response = http::Response::error(429);
    response.with_header("Retry-After", std::to_string(state.retry_after));
    return response;
}

bool is_for_anyone(const Passage& passage) {
    return passage.route->access.kind() == Access::Kind::anyone;
}

}  // namespace

std::optional<http::Response> limit_strangers(Passage& passage) {
    if (!is_for_anyone(passage)) return std::nullopt;
    return limit_rate(passage);
}

// What is inside is counted for who may pass: an image on a page elsewhere has no session, and could use it
// up.
std::optional<http::Response> limit_insiders(Passage& passage) {
    if (is_for_anyone(passage)) return std::nullopt;
    return limit_rate(passage);
}

}  // namespace portal
