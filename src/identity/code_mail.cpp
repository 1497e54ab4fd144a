// One letter for all codes of people who have an account.
#include "identity/code_mail.h"

#include "outbox/outbox.h"

namespace identity {

namespace {
constexpr std::string_view kNobody = "nobody@invalid";
}  // namespace

void mail_code(app::Context& context, std::string_view kind, const std::optional<Account>& owner,
               const Challenge& challenge, std::string_view warning) {
    std::optional<base::AccountId> account;
    if (owner) account = owner->id;
    outbox::put(context,
                {.kind = kind,
                 .recipient = owner ? owner->email : std::string(kNobody),
                 .values = {{"FIRST_NAME", owner ? owner->first_name : ""},
                            {"CODE", challenge.code},
                            {"MINUTES", fmt::to_string(context.config.seconds("code.lifetime").count() / 60)},
                            {"STATUS_TEXT", std::string(warning)}},
                 .account = account,
                 .expires = challenge.expires_at,
                 .is_void = !owner || !challenge.may_mail});
}

}  // namespace identity
