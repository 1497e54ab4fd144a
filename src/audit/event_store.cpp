// Where audit events are kept: INSERT only, for every role.
#include "audit/event.h"

namespace audit {

constexpr database::Sql kInsert =
    "INSERT INTO audit_event (at, actor_id, actor_label, action, object_kind, object_id, account_id, "
    "address, "
    "request_id, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

void record(app::Context& context, const Event& event) {
    if (!context.database.in_transaction()) throw base::Bug("audit::record outside a transaction");
    const auto& actor = context.actor;
    std::optional<std::uint64_t> object, who;
    if (event.object_id != 0) object = event.object_id;
    const auto account = event.actor.value_or(actor.account);
    if (account) who = account.value();
    const std::string label = actor.is_system ? actor.label : account ? "person" : "stranger";
    context.database.execute(kInsert, context.now(), who, label, event.action.text(), event.object_kind,
                             object, event.account, context.client ? context.client->text() : "",
                             context.request_id, event.details);
}

}  // namespace audit
