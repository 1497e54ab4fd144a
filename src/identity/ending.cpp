#include "identity/ending.h"

#include "identity/devices.h"
#include "identity/email_change_store.h"
#include "identity/pending_store.h"
#include "identity/sessions.h"
#include "identity/trusted_browsers.h"

namespace identity {

namespace {

void end_all_but(app::Context& context, base::AccountId account, std::uint64_t session) {
    end_other_sessions(context, account, session);
    forget_pending_of(context, account);
    forget_email_changes(context, account);
    forget_devices(context, account);
    distrust_browsers(context, account);
}

}  // namespace

void end_everything(app::Context& context, base::AccountId account) {
    end_all_but(context, account, 0);
}

void end_elsewhere(app::Context& context, base::AccountId account) {
    end_all_but(context, account, context.actor.account == account ? context.actor.session : 0);
    if (!context.actor.is_system) remember_device(context, account);
}

}  // namespace identity
