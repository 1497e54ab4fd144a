// Form tokens: derived, never stored. Any key of the ring still fits, so that keys can rotate under open
// forms.
#include "portal/form_token.h"

#include "base/text.h"
#include "crypto/random.h"

namespace portal {

namespace {

std::string bound_to(const Passage& passage) {
    return passage.context.session_token.empty() ? "browser:" + passage.context.browser
                                                 : "session:" + passage.context.session_token;
}

std::string token_with(std::string_view key, std::string_view holder) {
    return base::to_base64url(crypto::hmac_sha256(key, holder));
}

}  // namespace

bool may_be_forged(const Passage& passage) {
    const auto method = passage.request.method();
    if (method == http::Method::get || method == http::Method::head) return false;
    return passage.route->access.kind() != Access::Kind::local && !passage.route->shape.is_raw();
}

std::string form_token(const Passage& passage) {
    const auto& key = passage.context.keys[crypto::Ring::shared].newest(crypto::Purpose::csrf);
    return token_with(key.key.reveal(), bound_to(passage));
}

bool token_fits(const Passage& passage) {
    auto given = passage.request.body().get("csrf_token");
    if (given.empty()) given = passage.request.header("x-csrftoken");
    if (given.empty()) return false;
    const auto holder = bound_to(passage);
    for (const auto* key : passage.context.keys[crypto::Ring::shared].all(crypto::Purpose::csrf)) {
        if (crypto::equal(token_with(key->key.reveal(), holder), given)) return true;
    }
    return false;
}

bool from_this_site(const Passage& passage) {
    const auto site = passage.request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    const auto origin = passage.request.header("origin");
    if (origin.empty()) return true;
    const auto& config = passage.context.config;
    const auto& base = config.base_url();
    return origin == std::string_view(base).substr(0, base.size() - config.base_path().size());
}

}  // namespace portal
