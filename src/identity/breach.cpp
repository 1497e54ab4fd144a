#include "identity/breach.h"

#include "app/provider_gate.h"
#include "crypto/sha1.h"
#include "providers/breach_range.h"

namespace identity {

bool is_breached(app::Context& context, const base::Secret& password) {
    if (!context.config.flag("breach.check")) return false;
    if (const auto fault = providers::base_url_fault(context.config.text("breach.base_url"));
        !fault.empty()) {
        context.log.error("breach.misconfigured", {{"breach.base_url", fault}});
        return false;
    }
    auto call = app::begin_call(context, "breach_range", "range");
    if (!call) {
        context.log.info("breach.unavailable", {{"why", "left alone or no slot"}});
        return false;
    }
    providers::BreachRange range({.base_url = context.config.text("breach.base_url"),
                                  .ca_file = context.config.text("providers.ca_file"),
                                  .deadline = context.config.milliseconds("breach.deadline")});
    const auto seen = range.seen(crypto::sha1_hex(password).reveal());
    call->end(seen ? "answered" : "unavailable", seen ? app::Standing::well : app::Standing::troubled);
    if (!seen) context.log.info("breach.unavailable", {{"why", "no answer"}});
    return seen.value_or(0) > 0;
}

}  // namespace identity
