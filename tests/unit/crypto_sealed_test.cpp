// Sealed fields: open only where, with what and as they were sealed; Fernet by the vectors of its
// specification.
#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "crypto/fernet.h"
#include "crypto/key_ring.h"
#include "crypto/random.h"
#include "crypto/sealed.h"

using crypto::KeyRing;
using crypto::Purpose;
using crypto::SealedText;

namespace {

constexpr crypto::Place kPlace{"account", "email", "row-1"};
// github.com/fernet/spec: the secret of all vectors, and the token of verify.json.
constexpr std::string_view kFernetSecret = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4";
constexpr std::string_view kFernetToken =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

base::Secret fernet_key() {
    std::string key;
    BOOST_REQUIRE(base::from_base64url(kFernetSecret, key));
    return base::Secret(key);
}

std::string sealing_line(std::string_view kind = "xchacha20poly1305") {
    return KeyRing::to_line(KeyRing::make(kind, base::Instant{}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crypto_sealed)

BOOST_AUTO_TEST_CASE(what_was_sealed_opens_in_its_place) {
    const auto ring = KeyRing::for_tests();
    for (const std::string& clear :
         {std::string(), std::string("a"), std::string("\0\xff\n", 3), std::string(70000, 'x')}) {
        const auto sealed = crypto::seal(ring, Purpose::seal, kPlace, clear);
        BOOST_TEST(sealed.token.starts_with("g1." + ring.newest(Purpose::seal).id + "."));
        BOOST_TEST((crypto::open(ring, Purpose::seal, kPlace, sealed).reveal() == clear));
    }
    BOOST_TEST(crypto::seal(ring, Purpose::seal, kPlace, "a").token !=
               crypto::seal(ring, Purpose::seal, kPlace, "a").token);
}

BOOST_AUTO_TEST_CASE(a_token_moved_to_another_place_or_purpose_stays_shut) {
    const auto ring = KeyRing::for_tests();
    const auto sealed = crypto::seal(ring, Purpose::seal, kPlace, "clear");
    for (const crypto::Place& other :
         {crypto::Place{"contact", "email", "row-1"}, crypto::Place{"account", "phone", "row-1"},
          crypto::Place{"account", "email", "row-2"}, crypto::Place{"accounte", "mail", "row-1"}}) {
        BOOST_CHECK_THROW(crypto::open(ring, Purpose::seal, other, sealed), crypto::OpenError);
    }
    BOOST_CHECK_THROW(crypto::open(ring, Purpose::factor, kPlace, sealed), crypto::OpenError);
    BOOST_CHECK_THROW(crypto::open(KeyRing::for_tests(), Purpose::seal, kPlace, sealed), crypto::OpenError);
}

BOOST_AUTO_TEST_CASE(no_changed_or_cut_byte_of_a_token_goes_unnoticed) {
    const auto ring = KeyRing::for_tests();
    const auto sealed = crypto::seal(ring, Purpose::seal, kPlace, "clear text");
    for (size_t at = 0; at < sealed.token.size(); ++at) {
        for (const char flip : {'\x01', '\x20', '\x80'}) {
            SealedText bad = sealed;
            bad.token[at] = static_cast<char>(bad.token[at] ^ flip);
            BOOST_CHECK_THROW(crypto::open(ring, Purpose::seal, kPlace, bad), crypto::OpenError);
        }
        BOOST_CHECK_THROW(crypto::open(ring, Purpose::seal, kPlace, {sealed.token.substr(0, at)}),
                          crypto::OpenError);
    }
    BOOST_CHECK_THROW(crypto::open(ring, Purpose::seal, kPlace, {sealed.token + "A"}), crypto::OpenError);
}

BOOST_AUTO_TEST_CASE(a_rotated_ring_opens_old_tokens_and_calls_them_stale) {
    const std::string first = sealing_line();
    const auto before = KeyRing::parse(first);
    const auto after = KeyRing::parse(first + sealing_line());
    const auto old = crypto::seal(before, Purpose::seal, kPlace, "clear");
    BOOST_TEST((crypto::open(after, Purpose::seal, kPlace, old).reveal() == "clear"));
    BOOST_TEST(!crypto::is_stale(before, old));
    BOOST_TEST(crypto::is_stale(after, old));
    BOOST_TEST(!crypto::is_stale(after, crypto::seal(after, Purpose::seal, kPlace, "clear")));
    BOOST_TEST(crypto::is_stale(after, {std::string(kFernetToken)}));
}

BOOST_AUTO_TEST_CASE(a_blind_index_finds_its_value_through_a_rotation_and_nothing_else) {
    const std::string first = sealing_line();
    const auto before = KeyRing::parse(first);
    const auto after = KeyRing::parse(first + sealing_line());
    const std::string old = crypto::blind_index(before, "account.email", "a@example.org");
    BOOST_TEST(old.size() == 32U);
    const auto sought = crypto::blind_indexes(after, "account.email", "a@example.org");
    BOOST_REQUIRE(sought.size() == 2U);
    BOOST_TEST(sought[0] == crypto::blind_index(after, "account.email", "a@example.org"));
    BOOST_TEST(sought[1] == old);
    BOOST_TEST(old != crypto::blind_index(before, "account.email", "b@example.org"));
    BOOST_TEST(old != crypto::blind_index(before, "contact.email", "a@example.org"));
    BOOST_TEST(crypto::blind_index(before, "ab", "c") != crypto::blind_index(before, "a", "bc"));
}

BOOST_AUTO_TEST_CASE(the_fernet_vector_of_the_specification_opens) {
    const auto clear = crypto::open_fernet(fernet_key(), kFernetToken);
    BOOST_REQUIRE(clear.has_value());
    BOOST_TEST((clear->reveal() == "hello"));
}

BOOST_AUTO_TEST_CASE(the_invalid_fernet_vectors_stay_shut) {
    for (const std::string_view token : {
             // invalid.json: mac, length, base64, block size, padding, IV. Its two vectors about age do not
             // apply.
             "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-"
             "szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
             "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==",
             "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-"
             "p1YsUD2Q==",
             "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_"
             "v7mrfyudzUm",
             "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-"
             "JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
             "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-"
             "fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==",
             "",
             "gA==",
         }) {
        BOOST_TEST(!crypto::open_fernet(fernet_key(), token).has_value(), token);
    }
    BOOST_TEST(!crypto::open_fernet(base::Secret(std::string(32, 'k')), kFernetToken).has_value());
    BOOST_TEST(!crypto::open_fernet(base::Secret("short"), kFernetToken).has_value());
    BOOST_TEST(
        !crypto::open_fernet(fernet_key(), kFernetToken.substr(0, kFernetToken.size() - 2)).has_value());
}

BOOST_AUTO_TEST_CASE(no_changed_byte_of_a_fernet_token_goes_unnoticed) {
    for (size_t at = 0; at < kFernetToken.size() - 2; ++at) {
        std::string bad(kFernetToken);
        bad[at] = bad[at] == 'A' ? 'B' : 'A';
        BOOST_TEST(!crypto::open_fernet(fernet_key(), bad).has_value(), at);
    }
}

BOOST_AUTO_TEST_CASE(a_sealed_field_that_is_a_fernet_token_opens_with_any_fernet_key_of_the_ring) {
    const std::string fernet =
        R"({"id":"00000001","kind":"fernet","created":"2020-01-01T00:00:00Z","secret":")" +
        std::string(kFernetSecret) + "\"}\n";
    const auto ring = KeyRing::parse(sealing_line() + fernet + sealing_line("fernet"));
    BOOST_TEST((crypto::open(ring, Purpose::seal, kPlace, {std::string(kFernetToken)}).reveal() == "hello"));
    BOOST_CHECK_THROW(crypto::open(KeyRing::for_tests(), Purpose::seal, kPlace, {std::string(kFernetToken)}),
                      crypto::OpenError);
}

BOOST_AUTO_TEST_SUITE_END()
