// Authenticator codes by the vectors of RFC 4226 and RFC 6238, and which steps count.
#include <boost/test/unit_test.hpp>

#include "crypto/totp.h"

using namespace std::chrono_literals;

namespace {

base::Secret rfc_secret() {
    return base::Secret("12345678901234567890");
}
base::Instant at(std::int64_t second) {
    return base::Instant(std::chrono::seconds(second));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crypto_totp)

BOOST_AUTO_TEST_CASE(codes_match_rfc_4226_appendix_d) {
    const std::array codes = {"755224", "287082", "359152", "969429", "338314",
                              "254676", "287922", "162583", "399871", "520489"};
    for (size_t step = 0; step < codes.size(); ++step) {
        BOOST_TEST(crypto::totp_code(rfc_secret(), static_cast<std::int64_t>(step)) == codes[step]);
    }
}

BOOST_AUTO_TEST_CASE(codes_match_rfc_6238_appendix_b) {
    // SHA-1 column; the last six of its eight digits.
    for (const auto& [second, code] :
         {std::pair{59LL, "287082"}, std::pair{1111111109LL, "081804"}, std::pair{1111111111LL, "050471"},
          std::pair{1234567890LL, "005924"}, std::pair{2000000000LL, "279037"},
          std::pair{20000000000LL, "353130"}}) {
        BOOST_TEST(crypto::totp_code(rfc_secret(), crypto::totp_step(at(second))) == code);
        BOOST_TEST((crypto::check_totp(rfc_secret(), code, at(second)) == second / 30));
    }
}

BOOST_AUTO_TEST_CASE(the_current_step_and_the_one_before_count_and_none_ahead) {
    const std::int64_t step = 1000;
    const std::string code = crypto::totp_code(rfc_secret(), step);
    BOOST_TEST(!crypto::check_totp(rfc_secret(), code, at(30000) - 1us).has_value());
    BOOST_TEST((crypto::check_totp(rfc_secret(), code, at(30000)) == step));
    BOOST_TEST((crypto::check_totp(rfc_secret(), code, at(30059) + 999999us) == step));
    BOOST_TEST(!crypto::check_totp(rfc_secret(), code, at(30060)).has_value());
    BOOST_CHECK_NO_THROW(crypto::check_totp(rfc_secret(), code, at(0)));
}

BOOST_AUTO_TEST_CASE(what_is_not_six_right_digits_is_refused) {
    const std::string code = crypto::totp_code(rfc_secret(), 1000);
    for (const std::string& wrong :
         {std::string(), code.substr(1), code + "0", " " + code, code.substr(0, 5) + "x"}) {
        BOOST_TEST(!crypto::check_totp(rfc_secret(), wrong, at(30000)).has_value());
    }
    BOOST_TEST(!crypto::check_totp(base::Secret("another secret......"), code, at(30000)).has_value());
}

BOOST_AUTO_TEST_CASE(base32_matches_rfc_4648_without_padding) {
    for (const auto& [raw, text] :
         {std::pair{"f", "MY"}, std::pair{"fo", "MZXQ"}, std::pair{"foo", "MZXW6"},
          std::pair{"foob", "MZXW6YQ"}, std::pair{"fooba", "MZXW6YTB"}, std::pair{"foobar", "MZXW6YTBOI"}}) {
        BOOST_TEST(crypto::to_base32(raw) == text);
        BOOST_TEST((crypto::from_base32(text) == raw));
    }
    BOOST_TEST((crypto::from_base32("mzxw 6ytb oi======") == "foobar"));
    for (const char* bad : {"", " ", "M", "MZX", "MZXW6Y", "MZ1W", "MZXW-6", "M=ZX", "MZXÄ"}) {
        BOOST_TEST(!crypto::from_base32(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(a_new_secret_has_160_bits_and_its_uri_escapes_names) {
    BOOST_TEST(crypto::new_totp_secret().size() == 20U);
    BOOST_TEST(crypto::new_totp_secret().reveal() != crypto::new_totp_secret().reveal());
    BOOST_TEST(crypto::totp_uri("A&B: Portal", "a@example.org", rfc_secret()) ==
               "otpauth://totp/A%26B%3A%20Portal:a%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
               "&issuer=A%26B%3A%20Portal&algorithm=SHA1&digits=6&period=30");
}

BOOST_AUTO_TEST_SUITE_END()
