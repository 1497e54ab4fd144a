// Every statement about consent.
#include "identity/phone_consent_store.h"

#include "crypto/random.h"
#include "crypto/sealed.h"

namespace identity {

namespace {
std::string client_text(const app::Context& context) {
    return context.client ? context.client->text() : "";
}
}  // namespace

constexpr database::Sql kGive =
    "INSERT INTO phone_consent (account_id, act, tag, number, version, wording, reason, at, address, "
    "request_id) VALUES (?, 'given', ?, ?, ?, ?, '', ?, ?, ?)";

std::uint64_t insert_consent(app::Context& context, base::AccountId account, const base::PhoneNumber& number,
                             std::string_view version, std::string_view wording) {
    const auto tag = crypto::random_bytes(16);
    const auto sealed = crypto::seal(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                     {"phone_consent", "number", tag}, number.e164());
    return context.database.insert(kGive, account, tag, sealed.token, version, wording, context.now(),
                                   client_text(context), context.request_id);
}

constexpr database::Sql kWithdraw =
    "INSERT INTO phone_consent (account_id, act, of_id, version, wording, reason, at, address, request_id) "
    "VALUES (?, 'withdrawn', ?, ?, '', ?, ?, ?, ?)";

void insert_withdrawal(app::Context& context, base::AccountId account, std::uint64_t consent,
                       std::string_view version, std::string_view reason) {
    context.database.execute(kWithdraw, account, consent, version, reason, context.now(),
                             client_text(context), context.request_id);
}

}  // namespace identity
