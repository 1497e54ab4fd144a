#include "outbox/outbox.h"

#include "base/json.h"
#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sealed.h"

namespace outbox {

namespace {

constexpr database::Sql kPut =
    "INSERT INTO outbox (tag, kind, recipient, recipient_canonical, account_id, payload, sealed, thread, "
    "state, next_try_at, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::string to_json(const std::map<std::string, std::string>& values) {
    base::Json::Object object;
    for (const auto& [name, value] : values) object.emplace(name, value);
    return base::Json(std::move(object)).dump();
}

}  // namespace

std::uint64_t put(app::Context& context, const Mail& mail) {
    if (!context.database.in_transaction()) throw base::Bug("outbox::put outside a transaction");
    if (mail.recipient.empty() || base::has_control(mail.recipient))
        throw base::Bug("outbox::put: bad recipient");
    const auto address = base::EmailAddress::parse(mail.recipient);
    const auto tag = crypto::random_uuid();
    auto payload = to_json(mail.values);
    if (mail.expires)
        payload = crypto::seal(context.keys[crypto::Ring::outbox], crypto::Purpose::outbox,
                               {"outbox", "payload", tag}, payload)
                      .token;
    const auto now = context.now();
    return context.database.insert(kPut, tag, mail.kind, mail.recipient,
                                   address ? address->canonical() : mail.recipient, mail.account, payload,
                                   mail.expires.has_value(), mail.thread, mail.is_void ? "void" : "waiting",
                                   now, now, mail.expires);
}

}  // namespace outbox
