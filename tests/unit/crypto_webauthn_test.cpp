// Passkeys: the standard's own vectors, and a round trip with keys made here in which each check is broken
// one by one.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "base/text.h"
#include "crypto/authenticator_data.h"
#include "crypto/cbor.h"
#include "crypto/random.h"
#include "crypto/rs256.h"
#include "crypto/webauthn.h"
#include "unit/crypto_webauthn_vectors.h"

using namespace crypto::webauthn;

BOOST_TEST_DONT_PRINT_LOG_VALUE(Failure)

namespace {

std::string unhex(std::string_view hex) {
    std::string bytes;
    for (size_t at = 0; at < hex.size(); at += 2) {
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
    }
    return bytes;
}

std::string wire(std::string_view hex) {
    return base::to_base64url(unhex(hex));
}

// CBOR as an authenticator writes it.
std::string cbor_head(unsigned major, size_t size) {
    const auto byte = [](size_t value) { return std::string(1, static_cast<char>(value)); };
    if (size < 24) return byte(major << 5U | size);
    if (size < 256) return byte(major << 5U | 24U) + byte(size);
    return byte(major << 5U | 25U) + byte(size >> 8U) + byte(size & 255U);
}
std::string cbor_bytes(std::string_view bytes) {
    return cbor_head(2, bytes.size()) + std::string(bytes);
}
std::string cbor_text(std::string_view text) {
    return cbor_head(3, text.size()) + std::string(text);
}

// An authenticator in memory with one key, whose every claim can be set wrong.
struct Authenticator {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{nullptr, &EVP_PKEY_free};
    int algorithm;
    std::string id = crypto::random_bytes(20);
    std::string rp_id = "portal.example.org", origin = "https://portal.example.org";
    std::string challenge = crypto::random_token();
    std::string cross_origin = "false", more_client_data;
    std::string type;  // instead of the right one
    unsigned flags = 0x05;
    unsigned counter = 0;
    std::string format = "none", statement = "\xa0", trailing;

    explicit Authenticator(int wanted) : algorithm(wanted) {
        key.reset(wanted == -7     ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                  : wanted == -257 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t{2048})
                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    }

    std::string number(const char* name, size_t size) const {
        BIGNUM* value = nullptr;
        EVP_PKEY_get_bn_param(key.get(), name, &value);
        std::string bytes(size, '\0');
        BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size));
        BN_free(value);
        return bytes;
    }

    std::string cose() const {
        if (algorithm == -7) {
            return "\xa5\x01\x02\x03\x26\x20\x01\x21" + cbor_bytes(number("qx", 32)) + "\x22" +
                   cbor_bytes(number("qy", 32));
        }
        if (algorithm == -257) {
            return "\xa4\x01\x03\x03\x39" + std::string("\x01\x00", 2) + "\x20" +
                   cbor_bytes(number("n", 256)) + "\x21" + cbor_bytes(number("e", 3));
        }
        std::string raw(32, '\0');
        size_t length = raw.size();
        EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(raw.data()), &length);
        return "\xa4\x01\x01\x03\x27\x20\x06\x21" + cbor_bytes(raw);
    }

    std::string sign(std::string_view bytes) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                              &EVP_MD_CTX_free);
        EVP_DigestSignInit(context.get(), nullptr, algorithm == -8 ? nullptr : EVP_sha256(), nullptr,
                           key.get());
        const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
        std::string signature(512, '\0');
        size_t length = signature.size();
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, data,
                       bytes.size());
        signature.resize(length);
        return signature;
    }

    std::string client_data(std::string_view right_type) const {
        return fmt::format(R"({{"type":"{}","challenge":"{}","origin":"{}","crossOrigin":{}{}}})",
                           type.empty() ? right_type : type, challenge, origin, cross_origin,
                           more_client_data);
    }

    std::string data(bool attested) const {
        std::string bytes = crypto::sha256(rp_id);
        bytes += static_cast<char>(flags | (attested ? 0x40U : 0U));
        for (unsigned shift = 32; shift > 0; shift -= 8)
            bytes += static_cast<char>(counter >> (shift - 8) & 255U);
        if (attested) {
            bytes += std::string(17, '\0');
            bytes += static_cast<char>(id.size());
            bytes += id + cose();
        }
        return bytes + trailing;
    }

    RegistrationAnswer create() const {
        return {base::to_base64url(client_data("webauthn.create")),
                base::to_base64url("\xa3" + cbor_text("fmt") + cbor_text(format) + cbor_text("attStmt") +
                                   statement + cbor_text("authData") + cbor_bytes(data(true))),
                {"usb", "internal", "pigeon"}};
    }

    void attest_self(int stated) {
        format = "packed";
        const std::string negative = stated < -256 ? "\x39" + std::string("\x01\x00", 2)
                                                   : std::string(1, static_cast<char>(0x20 - stated - 1));
        statement = "\xa2" + cbor_text("alg") + negative + cbor_text("sig") +
                    cbor_bytes(sign(data(true) + crypto::sha256(client_data("webauthn.create"))));
    }

    AssertionAnswer get() const {
        const std::string client = client_data("webauthn.get");
        return {base::to_base64url(client), base::to_base64url(data(false)),
                base::to_base64url(sign(data(false) + crypto::sha256(client))),
                base::to_base64url("account 7")};
    }

    Expected expected() const {
        return {"portal.example.org",
                {"https://other.example.org", "https://portal.example.org"},
                challenge,
                true};
    }
};

template <class T>
std::optional<Failure> failure(const std::expected<T, Failure>& result) {
    return result ? std::nullopt : std::optional(result.error());
}

std::optional<Failure> used(const Authenticator& made, const Expected& expected, const Credential& known) {
    return failure(check_assertion(expected, known, "account 7", made.get()));
}

Expected of_vector(std::string_view challenge) {
    return {"example.org", {"https://example.org"}, wire(challenge), false};
}

// What each example must come to: attestation by certificates and cross-origin use are not for this portal.
std::optional<Failure> fate(std::string_view name) {
    if (name.ends_with("crossOrigin") || name.ends_with("topOrigin")) return Failure::cross_origin;
    if (name == "packed-es384" || name == "packed-es512" || name == "packed-ed448")
        return Failure::unknown_algorithm;
    if (name.starts_with("none-") || name.starts_with("packed-self-")) return {};
    return Failure::bad_attestation;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crypto_webauthn)

BOOST_AUTO_TEST_CASE(the_registrations_of_the_standard_come_out_as_they_should) {
    for (const WebauthnVector& vector : kWebauthnVectors) {
        const auto result =
            check_registration(of_vector(vector.register_challenge),
                               {wire(vector.register_client_data), wire(vector.attestation_object), {}});
        BOOST_TEST((failure(result) == fate(vector.name)), vector.name);
        if (result) BOOST_TEST((result->id == unhex(vector.credential_id)), vector.name);
    }
}

BOOST_AUTO_TEST_CASE(the_assertions_of_the_standard_verify_with_their_keys) {
    for (const WebauthnVector& vector : kWebauthnVectors) {
        const auto fated = fate(vector.name);
        if (fated == Failure::unknown_algorithm) continue;
        // The key is what follows the credential id, also where the registration itself is refused.
        const std::string object = unhex(vector.attestation_object);
        const std::string id = unhex(vector.credential_id);
        const size_t data_at = object.find(unhex("bfabc37432958b063360d3ad6461c9c4"));
        Credential known;
        known.public_key = object.substr(object.find(id) + id.size());
        known.backup_eligible = (object.at(data_at + 32) & 8) != 0;
        const auto result = failure(check_assertion(
            of_vector(vector.assert_challenge), known, "",
            {wire(vector.assert_client_data), wire(vector.authenticator_data), wire(vector.signature), ""}));
        if (fated == Failure::cross_origin) {
            BOOST_TEST((result == Failure::cross_origin), vector.name);
        } else {
            BOOST_TEST(!result.has_value(), vector.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_passkey_of_each_algorithm_registers_and_signs_in) {
    for (const int algorithm : kAlgorithms) {
        Authenticator made(algorithm);
        made.flags = 0x1d;
        const auto credential = check_registration(made.expected(), made.create());
        BOOST_REQUIRE_MESSAGE(credential.has_value(), algorithm);
        BOOST_TEST(credential->id == made.id);
        BOOST_TEST(credential->public_key == made.cose());
        BOOST_TEST(credential->user_verified);
        BOOST_TEST(credential->backup_eligible);
        BOOST_TEST(credential->backed_up);
        BOOST_TEST(credential->aaguid.size() == 16U);
        BOOST_TEST((credential->transports == std::vector<std::string>{"internal", "usb"}));
        made.challenge = crypto::random_token();
        made.flags = 0x0d;
        const auto assertion = check_assertion(made.expected(), *credential, "account 7", made.get());
        BOOST_REQUIRE_MESSAGE(assertion.has_value(), algorithm);
        BOOST_TEST(assertion->user_verified);
        BOOST_TEST(!assertion->backed_up);
        made.attest_self(algorithm);
        BOOST_TEST(check_registration(made.expected(), made.create()).has_value(), algorithm);
    }
}

BOOST_AUTO_TEST_CASE(each_claim_about_the_client_is_checked_in_both_ceremonies) {
    Authenticator made(-7);
    const Credential known = check_registration(made.expected(), made.create()).value();
    const auto both = [&](const auto& spoil, Failure expected) {
        Authenticator bad(-7);
        bad.key.reset(EVP_PKEY_dup(made.key.get()));
        const Expected asked = bad.expected();
        spoil(bad);
        BOOST_TEST((failure(check_registration(asked, bad.create())) == expected), to_text(expected));
        BOOST_TEST((used(bad, asked, known) == expected), to_text(expected));
    };
    both([](auto& bad) { bad.type = "payment.get"; }, Failure::wrong_type);
    both([](auto& bad) { bad.type = "webauthn"; }, Failure::wrong_type);
    both([](auto& bad) { bad.challenge = crypto::random_token(); }, Failure::wrong_challenge);
    both([](auto& bad) { bad.challenge.pop_back(); }, Failure::wrong_challenge);
    both([](auto& bad) { bad.challenge = ""; }, Failure::wrong_challenge);
    both([](auto& bad) { bad.origin = "https://portal.example.org.evil.example"; }, Failure::wrong_origin);
    both([](auto& bad) { bad.origin = "http://portal.example.org"; }, Failure::wrong_origin);
    both([](auto& bad) { bad.origin = "https://portal.example.org:8443"; }, Failure::wrong_origin);
    both([](auto& bad) { bad.origin = ""; }, Failure::wrong_origin);
    both([](auto& bad) { bad.cross_origin = "true"; }, Failure::cross_origin);
    both([](auto& bad) { bad.cross_origin = "\"no\""; }, Failure::cross_origin);
    both([](auto& bad) { bad.more_client_data = R"(,"topOrigin":"https://x")"; }, Failure::cross_origin);
    both([](auto& bad) { bad.more_client_data = R"(,"type":"webauthn.get")"; }, Failure::malformed);
    both([](auto& bad) { bad.more_client_data = "]"; }, Failure::malformed);
    both([](auto& bad) { bad.rp_id = "example.org"; }, Failure::wrong_site);
    both([](auto& bad) { bad.flags = 0x04; }, Failure::not_present);
    both([](auto& bad) { bad.flags = 0x01; }, Failure::not_verified);
    both([](auto& bad) { bad.flags = 0x15; }, Failure::malformed);  // backed up without being eligible
    both([](auto& bad) { bad.trailing = "x"; }, Failure::malformed);
}

BOOST_AUTO_TEST_CASE(an_rs256_key_is_neither_small_nor_huge_and_has_each_part_once) {
    const auto key = [](size_t bytes, const std::string& exponent, const std::string& more = "") {
        return std::string(1, static_cast<char>(0xa4 + (more.empty() ? 0 : 1))) + "\x01\x03\x03\x39" +
               std::string("\x01\x00", 2) + "\x20" + cbor_bytes(std::string(bytes, '\x81')) + "\x21" +
               cbor_bytes(exponent) + more;
    };
    const std::string usual("\x01\x00\x01", 3);
    BOOST_TEST(is_rs256_key(key(256, usual)));
    BOOST_TEST(is_rs256_key(key(512, usual)));
    for (const auto& bad :
         {key(255, usual), key(513, usual), key(256, ""), key(256, "\x01"), key(256, "\x02"),
          key(256, std::string("\x01\x00\x00\x00\x01", 5)), key(256, usual, "\x21" + cbor_bytes(usual)),
          key(256, usual) + "x", std::string()}) {
        BOOST_TEST(!is_rs256_key(bad), base::to_hex(bad).substr(0, 40));
    }
}

BOOST_AUTO_TEST_CASE(the_challenge_that_an_answer_claims_is_read_from_its_client_data) {
    BOOST_TEST(claimed_challenge(base::to_base64url(R"({"challenge":"abc"})")) == "abc");
    for (const auto& bad : {R"({"challenge":7})", R"({})", R"([])", "", "{"}) {
        BOOST_TEST(claimed_challenge(base::to_base64url(bad)) == "", bad);
    }
    BOOST_TEST(claimed_challenge("no base64url!") == "");
}

BOOST_AUTO_TEST_CASE(user_verification_is_only_demanded_where_asked) {
    Authenticator made(-7);
    made.flags = 0x01;
    Expected asked = made.expected();
    asked.user_verification = false;
    const auto credential = check_registration(asked, made.create());
    BOOST_REQUIRE(credential.has_value());
    BOOST_TEST(!credential->user_verified);
    BOOST_TEST(!used(made, asked, *credential).has_value());
}

BOOST_AUTO_TEST_CASE(a_challenge_too_short_to_be_one_of_ours_is_refused) {
    Authenticator made(-7);
    made.challenge = "";
    BOOST_TEST((failure(check_registration(made.expected(), made.create())) == Failure::malformed));
    made.challenge = std::string(21, 'A');
    BOOST_TEST((failure(check_registration(made.expected(), made.create())) == Failure::malformed));
}

BOOST_AUTO_TEST_CASE(other_attestation_and_forged_self_attestation_are_refused) {
    Authenticator made(-7);
    const auto refused = [&] { return failure(check_registration(made.expected(), made.create())); };
    made.format = "tpm";
    BOOST_TEST((refused() == Failure::bad_attestation));
    made.format = "none";
    made.statement = "\xa1" + cbor_text("x") + "\x01";
    BOOST_TEST((refused() == Failure::bad_attestation));
    made.attest_self(-8);
    BOOST_TEST((refused() == Failure::bad_attestation));
    made.attest_self(-7);
    BOOST_TEST(!refused().has_value());
    made.statement.back() = static_cast<char>(made.statement.back() ^ 1);
    BOOST_TEST((refused() == Failure::bad_attestation));
    made.attest_self(-7);
    made.counter = 1;  // signed data changed afterwards
    BOOST_TEST((refused() == Failure::bad_attestation));
}

BOOST_AUTO_TEST_CASE(an_assertion_counts_only_with_its_key_signature_user_and_backup_flag) {
    Authenticator made(-7);
    const Credential known = check_registration(made.expected(), made.create()).value();
    BOOST_TEST(!used(made, made.expected(), known).has_value());
    Credential other = known;
    other.public_key = Authenticator(-7).cose();
    BOOST_TEST((used(made, made.expected(), other) == Failure::bad_signature));
    other = known;
    other.backup_eligible = true;
    BOOST_TEST((used(made, made.expected(), other) == Failure::wrong_backup_flags));
    other = known;
    other.public_key = "\xa0";
    BOOST_TEST((used(made, made.expected(), other) == Failure::unknown_algorithm));
    AssertionAnswer answer = made.get();
    BOOST_TEST(
        (failure(check_assertion(made.expected(), known, "account 8", answer)) == Failure::wrong_user));
    answer.user_handle.clear();
    BOOST_TEST(!failure(check_assertion(made.expected(), known, "account 8", answer)).has_value());
    answer.signature = base::to_base64url("nonsense");
    BOOST_TEST(
        (failure(check_assertion(made.expected(), known, "account 7", answer)) == Failure::bad_signature));
    answer.signature = "";
    BOOST_TEST((failure(check_assertion(made.expected(), known, "account 7", answer)) == Failure::malformed));
}

BOOST_AUTO_TEST_CASE(a_counter_must_grow_unless_there_is_none) {
    Authenticator made(-8);
    Credential known = check_registration(made.expected(), made.create()).value();
    for (const auto& [stored, sent, good] :
         {std::tuple{0U, 0U, true}, std::tuple{0U, 1U, true}, std::tuple{1U, 0U, false},
          std::tuple{5U, 4U, false}, std::tuple{5U, 5U, false}, std::tuple{5U, 6U, true},
          std::tuple{0xfffffffeU, 0xffffffffU, true}}) {
        known.counter = stored;
        made.counter = sent;
        BOOST_TEST((used(made, made.expected(), known) ==
                    (good ? std::nullopt : std::optional(Failure::counter_went_back))));
    }
}

BOOST_AUTO_TEST_CASE(a_cut_or_changed_attestation_object_never_passes_as_another_key) {
    Authenticator made(-7);
    made.attest_self(-7);
    const RegistrationAnswer answer = made.create();
    std::string object;
    BOOST_REQUIRE(base::from_base64url(answer.attestation_object, object));
    for (size_t at = 0; at < object.size(); ++at) {
        RegistrationAnswer cut = answer;
        cut.attestation_object = base::to_base64url(std::string_view(object).substr(0, at));
        BOOST_TEST(!check_registration(made.expected(), cut).has_value(), at);
        std::string changed = object;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        cut.attestation_object = base::to_base64url(changed);
        BOOST_TEST(!check_registration(made.expected(), cut).has_value(), at);
    }
}

BOOST_AUTO_TEST_CASE(cbor_lengths_and_depths_that_lie_are_refused) {
    for (const std::string& bad :
         {std::string("\x42x"), std::string("\x5f\x41x\xff"), std::string("\x9f\xff"),
          std::string("\xa1\x01"), std::string("\xc0\x01"), std::string("\x1c"),
          std::string("\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9),
          std::string("\xbb\xff\xff\xff\xff\xff\xff\xff\xff", 9), std::string("\x81\x81\x81\x81\x01"),
          std::string()}) {
        std::string_view rest = bad;
        BOOST_TEST(!crypto::cbor::take_item(rest).has_value(), base::to_hex(bad));
    }
    std::string_view deep = "\x81\x81\x81\x01";
    BOOST_TEST(crypto::cbor::take_item(deep).has_value());
    BOOST_TEST((crypto::cbor::integer(std::string_view("\x39", 1)) == std::nullopt));
    BOOST_TEST((crypto::cbor::integer(std::string_view("\x39\x01\x00", 3)) == -257));
    const std::string twice = "\xa2" + cbor_text("a") + "\x01" + cbor_text("a") + "\x02";
    BOOST_TEST(!crypto::cbor::at(twice, "a").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
