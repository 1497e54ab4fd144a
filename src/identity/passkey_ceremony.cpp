// Options as browsers take them, answers as they give them; W3C Web Authentication Level 3, 5.1.8, 5.4, 5.5.
#include "identity/passkey_ceremony.h"

#include "base/address.h"
#include "base/text.h"
#include "crypto/random.h"
#include "database/transaction.h"
#include "identity/account_store.h"

namespace identity {

namespace {

namespace webauthn = crypto::webauthn;
using base::Json;

constexpr size_t kMostIdText = 1364;  // 1023 bytes in base64url

std::string_view to_text(PasskeyUse use) {
    switch (use) {
        case PasskeyUse::add: return "add";
        case PasskeyUse::sign_in: return "sign_in";
        case PasskeyUse::factor: return "factor";
    }
    return "";
}

std::string new_challenge(app::Context& context, PasskeyUse use, std::optional<base::AccountId> account) {
    auto challenge = crypto::random_token();
    insert_passkey_challenge(context, to_text(use), challenge, account,
                             context.now() + context.config.seconds("session.half"));
    return challenge;
}

// The browser gives up when the challenge would no longer be taken.
Json timeout(const app::Context& context) {
    return std::chrono::milliseconds(context.config.seconds("session.half")).count();
}

Json::Array descriptors(app::Context& context, base::AccountId account) {
    Json::Array list;
    for (const auto& credential : load_credentials(context, account)) {
        Json::Array transports;
        for (const auto& transport : credential.transports) transports.emplace_back(transport);
        list.emplace_back(Json::Object{{"type", "public-key"},
                                       {"id", base::to_base64url(credential.id)},
                                       {"transports", std::move(transports)}});
    }
    return list;
}

// True exactly once for the challenge that the answer is for.
bool spend(app::Context& context, PasskeyUse use, std::optional<base::AccountId> account,
           const std::string& challenge) {
    if (challenge.size() != crypto::kTokenSize) return false;
    return database::transact(
        context.database, [&] { return use_passkey_challenge(context, to_text(use), challenge, account); });
}

webauthn::Expected expected(const app::Context& context, std::string challenge, bool verified) {
    const auto& url = context.config.base_url();
    return {.rp_id = context.config.base_host(),
            .origins = {url.substr(0, url.size() - context.config.base_path().size())},
            .challenge = std::move(challenge),
            .user_verification = verified};
}

struct Answer {
    std::string id;  // raw
    Json response;
    std::string text(std::string_view name) const { return std::string(response.text_at(name)); }
};

std::optional<Answer> parse(std::string_view text) {
    const auto json = Json::parse(text);
    if (!json || !json->object() || json->text_at("type") != "public-key") return std::nullopt;
    const auto* response = json->find("response");
    const auto id = json->text_at("id");
    std::string raw;
    if (response == nullptr || !response->object() || id.empty() || id.size() > kMostIdText ||
        !base::from_base64url(id, raw)) {
        return std::nullopt;
    }
    return Answer{std::move(raw), *response};
}

std::vector<std::string> transports_of(const Answer& answer) {
    std::vector<std::string> transports;
    const auto* list = answer.response.find("transports");
    if (list == nullptr || !list->array()) return transports;
    for (const auto& one : *list->array())
        if (one.text()) transports.push_back(*one.text());
    return transports;
}

}  // namespace

bool passkeys_can_work(const app::Context& context) {
    const auto& host = context.config.base_host();
    return !host.starts_with('[') && !base::Address::parse(host);
}

Json ask_new_passkey(app::Context& context, base::AccountId account) {
    const auto owner = find_account(context, account);
    Json::Array algorithms;
    for (const int algorithm : webauthn::kAlgorithms)
        algorithms.emplace_back(Json::Object{{"type", "public-key"}, {"alg", algorithm}});
    return Json::Object{{"rp", Json::Object{{"id", context.config.base_host()},
                                            {"name", context.config.text("portal.name")}}},
                        {"user", Json::Object{{"id", base::to_base64url(user_handle(context, account))},
                                              {"name", owner->email},
                                              {"displayName", owner->name()}}},
                        {"challenge", new_challenge(context, PasskeyUse::add, account)},
                        {"pubKeyCredParams", std::move(algorithms)},
                        {"timeout", timeout(context)},
                        {"excludeCredentials", descriptors(context, account)},
                        // Discoverable where the authenticator has room, so that it can sign in alone later.
                        {"authenticatorSelection",
                         Json::Object{{"residentKey", "preferred"}, {"userVerification", "preferred"}}},
                        {"attestation", "none"}};
}

Json ask_passkey(app::Context& context, std::optional<base::AccountId> account) {
    const auto use = account ? PasskeyUse::factor : PasskeyUse::sign_in;
    return Json::Object{{"challenge", new_challenge(context, use, account)},
                        {"rpId", context.config.base_host()},
                        {"timeout", timeout(context)},
                        {"allowCredentials", account ? descriptors(context, *account) : Json::Array{}},
                        {"userVerification", account ? "preferred" : "required"}};
}

std::expected<webauthn::Credential, PasskeyTrouble> read_new_passkey(app::Context& context,
                                                                     base::AccountId account,
                                                                     std::string_view text) {
    const auto answer = parse(text);
    if (!answer) return std::unexpected(PasskeyTrouble{"malformed"});
    auto challenge = webauthn::claimed_challenge(answer->text("clientDataJSON"));
    if (!spend(context, PasskeyUse::add, account, challenge)) {
        return std::unexpected(PasskeyTrouble{"no_such_challenge"});
    }
    const auto made = webauthn::check_registration(
        expected(context, std::move(challenge), false),
        {answer->text("clientDataJSON"), answer->text("attestationObject"), transports_of(*answer)});
    if (!made) return std::unexpected(PasskeyTrouble{webauthn::to_text(made.error())});
    if (made->id != answer->id) return std::unexpected(PasskeyTrouble{"malformed"});
    return *made;
}

std::expected<PasskeyProof, PasskeyTrouble> read_passkey(app::Context& context,
                                                         std::optional<base::AccountId> account,
                                                         std::string_view text) {
    const auto answer = parse(text);
    if (!answer) return std::unexpected(PasskeyTrouble{"malformed"});
    auto challenge = webauthn::claimed_challenge(answer->text("clientDataJSON"));
    const bool alone = !account;
    if (!spend(context, alone ? PasskeyUse::sign_in : PasskeyUse::factor, account, challenge)) {
        return std::unexpected(PasskeyTrouble{"no_such_challenge"});
    }
    auto found = find_passkey(context, answer->id);
    if (!found) return std::unexpected(PasskeyTrouble{"unknown_credential"});
    if (account && found->account != *account) return std::unexpected(PasskeyTrouble{"not_theirs"});
    const auto handle = answer->text("userHandle");
    // Nobody was named before: the authenticator has to say whose it is (7.2, step 6).
    if (alone && handle.empty()) return std::unexpected(PasskeyTrouble{"no_user", found});
    const auto proof = webauthn::check_assertion(
        expected(context, std::move(challenge), alone), found->credential, found->handle,
        {answer->text("clientDataJSON"), answer->text("authenticatorData"), answer->text("signature"),
         handle});
    if (!proof) return std::unexpected(PasskeyTrouble{webauthn::to_text(proof.error()), found});
    return PasskeyProof{std::move(*found), *proof};
}

}  // namespace identity
