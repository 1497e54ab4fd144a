#include "administration/webhook.h"

#include "app/rate_store.h"

namespace administration {

namespace {
constexpr app::RateLimit kRefused{"webhook.refused", 60, std::chrono::minutes(5)};
}

http::Response refuse_report(app::Context& context, std::string_view provider, std::string_view why,
                             int status) {
    const auto state = app::count(context, kRefused, context.client->bucket());
    if (state.amount <= kRefused.amount + 1)  // who goes on and on does not fill the log
        context.log.warning("webhook.refused", {{"provider", provider},
                                                {"why", why},
                                                {"client", context.client->text()},
                                                {"amount", state.amount}});
    auto response = http::Response::error(state.allowed ? status : 429);
    if (!state.allowed) response.with_header("Retry-After", std::to_string(state.retry_after));
    return response;
}

}  // namespace administration
