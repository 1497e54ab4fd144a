// Refusals as responses; pages that have a form show their complaints there instead.
#include "app/handler.h"

namespace app {

int status_of(Refusal::Kind kind) {
    switch (kind) {
        case Refusal::Kind::invalid: return 422;
        case Refusal::Kind::not_found: return 404;
        case Refusal::Kind::forbidden: return 403;
        case Refusal::Kind::conflict: return 409;
        case Refusal::Kind::too_many: return 429;
        case Refusal::Kind::busy: return 503;
    }
    return 500;
}

http::Response answer(const Refusal& refusal) {
    const std::string detail = refusal.complaints.empty() ? "" : refusal.complaints.front().message;
    auto response = http::Response::error(status_of(refusal.kind), detail);
    if (refusal.retry_after > 0) response.with_header("Retry-After", std::to_string(refusal.retry_after));
    return response;
}

http::Response shown_again(http::Page page, const Refusal& refusal) {
    page.complain(refusal.complaints);
    auto response = http::Response::page(std::move(page), status_of(refusal.kind));
    if (refusal.retry_after > 0) response.with_header("Retry-After", std::to_string(refusal.retry_after));
    return response;
}

}  // namespace app
