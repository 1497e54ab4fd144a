// Keyed hashes of codes, recovery codes and QR codes.
#include <boost/test/unit_test.hpp>

#include "base/error.h"
#include "crypto/code.h"
#include "crypto/qr.h"
#include "crypto/recovery.h"

using base::AccountId;
using crypto::KeyRing;

BOOST_AUTO_TEST_SUITE(crypto_code)

BOOST_AUTO_TEST_CASE(a_code_is_bound_to_account_purpose_and_ring) {
    const auto ring = KeyRing::for_tests();
    const std::string hash = crypto::code_hash(ring, AccountId(7), "sign-in", "123456");
    BOOST_TEST(hash.size() == 32U);
    BOOST_TEST(crypto::check_code(ring, AccountId(7), "sign-in", "123456", hash));
    BOOST_TEST(!crypto::check_code(ring, AccountId(8), "sign-in", "123456", hash));
    BOOST_TEST(!crypto::check_code(ring, AccountId(7), "reset", "123456", hash));
    BOOST_TEST(!crypto::check_code(ring, AccountId(7), "sign-in", "123457", hash));
    BOOST_TEST(!crypto::check_code(ring, AccountId(7), "sign-in1", "23456", hash));
    BOOST_TEST(!crypto::check_code(ring, AccountId(7), "sign-in", "", hash));
    BOOST_TEST(!crypto::check_code(ring, AccountId(7), "sign-in", "123456", ""));
    BOOST_TEST(!crypto::check_code(KeyRing::for_tests(), AccountId(7), "sign-in", "123456", hash));
}

BOOST_AUTO_TEST_CASE(a_code_made_before_a_rotation_still_counts) {
    const std::string first = KeyRing::to_line(KeyRing::make("xchacha20poly1305", {}));
    const auto before = KeyRing::parse(first);
    const auto after = KeyRing::parse(first + KeyRing::to_line(KeyRing::make("xchacha20poly1305", {})));
    const std::string hash = crypto::code_hash(before, AccountId(7), "sign-in", "123456");
    BOOST_TEST(crypto::check_code(after, AccountId(7), "sign-in", "123456", hash));
    BOOST_TEST(crypto::code_hash(after, AccountId(7), "sign-in", "123456") != hash);
    BOOST_TEST(crypto::code_hashes(after, AccountId(7), "sign-in", "123456").at(1) == hash);
}

BOOST_AUTO_TEST_CASE(recovery_codes_are_ten_different_ones_of_24_characters) {
    auto codes = crypto::make_recovery_codes();
    BOOST_TEST(codes.size() == 10U);
    for (const auto& code : codes) {
        BOOST_TEST(code.size() == 24U);
        BOOST_TEST((crypto::normalise_recovery_code(crypto::show_recovery_code(code)) == code));
    }
    std::ranges::sort(codes);
    BOOST_TEST((std::ranges::adjacent_find(codes) == codes.end()));
    BOOST_TEST(crypto::show_recovery_code("ABCDEFGHIJKLMNOPQRSTUVWX") == "ABCD-EFGH-IJKL-MNOP-QRST-UVWX");
}

BOOST_AUTO_TEST_CASE(a_recovery_code_is_read_as_people_type_it) {
    const std::string normal = "ABCDEFGHIJKLMNOPQRST2OB7";
    BOOST_TEST((crypto::normalise_recovery_code(" abcd efgh-ijkl mnop qrst 2087 ") == normal));
    for (const char* bad :
         {"", "ABCD", "ABCDEFGHIJKLMNOPQRST2OB", "ABCDEFGHIJKLMNOPQRST2OB77", "ABCDEFGHIJKLMNOPQRST2OB1",
          "ABCDEFGHIJKLMNOPQRST2OB9", "ABCDEFGHIJKLMNOPQRST2O\xc3\x84", "ABCDEFGHIJKLMNOPQRST2OB_"}) {
        BOOST_TEST(!crypto::normalise_recovery_code(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(a_recovery_code_of_one_account_is_none_of_another) {
    const auto ring = KeyRing::for_tests();
    const auto code = crypto::make_recovery_codes().front();
    BOOST_TEST(crypto::recovery_code_hash(ring, AccountId(1), code) !=
               crypto::recovery_code_hash(ring, AccountId(2), code));
    BOOST_TEST(crypto::recovery_code_hashes(ring, AccountId(1), code).front() ==
               crypto::recovery_code_hash(ring, AccountId(1), code));
    BOOST_TEST(!crypto::check_code(ring, AccountId(1), "sign-in", code,
                                   crypto::recovery_code_hash(ring, AccountId(1), code)));
}

BOOST_AUTO_TEST_CASE(a_qr_code_is_svg_that_a_strict_content_policy_allows) {
    const std::string svg = crypto::qr_svg("A");  // version 1: 21 modules and the quiet zone
    BOOST_TEST(svg.starts_with(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" role="img")"));
    BOOST_TEST(svg.find("<title>QR code</title>") != std::string::npos);
    BOOST_TEST(svg.find("style") == std::string::npos);
    BOOST_TEST(svg.find("<script") == std::string::npos);
    // The finder pattern's first row is seven dark modules right after the quiet zone, then a light one.
    BOOST_TEST(svg.find(R"(d="M4 4h7v1h-7z)") != std::string::npos);
    BOOST_TEST(svg.ends_with("\"/></svg>"));
}

BOOST_AUTO_TEST_CASE(a_text_that_fits_no_qr_code_is_an_error) {
    BOOST_CHECK_NO_THROW(crypto::qr_svg(std::string(2331, 'a')));
    BOOST_CHECK_THROW(crypto::qr_svg(std::string(2332, 'a')), base::Error);
    BOOST_CHECK_THROW(crypto::qr_svg(""), base::Error);
}

BOOST_AUTO_TEST_SUITE_END()
