// One way to write to an owner, so that no change of a factor goes unsaid.
#include "identity/factor_mail.h"

#include "identity/account_store.h"
#include "outbox/outbox.h"

namespace identity {

void mail_owner(app::Context& context, base::AccountId account, std::string_view kind,
                std::string_view what) {
    const auto owner = find_account(context, account);
    if (!owner) return;
    outbox::put(context, {.kind = kind,
                          .recipient = owner->email,
                          .values = {{"FIRST_NAME", owner->first_name},
                                     {"STATUS_TEXT", std::string(what)},
                                     {"LINK", context.config.url("/security")}},
                          .account = account});
}

}  // namespace identity
