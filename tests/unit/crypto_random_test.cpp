// Shapes of random values, and the digests by vectors of NIST and RFC 4231.
#include <boost/test/unit_test.hpp>
#include <set>

#include "base/text.h"
#include "crypto/random.h"

namespace {

// libsodium and OpenSSL start once for the whole test program, as in the master.
struct Started {
    Started() { crypto::initialise(); }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Started);

BOOST_AUTO_TEST_SUITE(crypto_random)

BOOST_AUTO_TEST_CASE(random_values_have_their_shape) {
    BOOST_TEST(crypto::random_bytes(0).empty());
    BOOST_TEST(crypto::random_bytes(17).size() == 17U);
    BOOST_TEST(crypto::random_token().size() == 43U);
    BOOST_TEST(crypto::random_digits(0).empty());
    const std::string uuid = crypto::random_uuid();
    BOOST_TEST(uuid.size() == 36U);
    for (const size_t dash : {8U, 13U, 18U, 23U}) BOOST_TEST(uuid[dash] == '-');
    BOOST_TEST(uuid[14] == '4');
    BOOST_TEST((std::string_view("89ab").find(uuid[19]) != std::string_view::npos));
}

BOOST_AUTO_TEST_CASE(every_digit_and_letter_occurs_and_no_other) {
    const std::string digits = crypto::random_digits(2000);
    BOOST_TEST((std::set<char>(digits.begin(), digits.end()).size() == 10U));
    BOOST_TEST(digits.find_first_not_of("0123456789") == std::string::npos);
    const std::string letters = crypto::random_base32(4000);
    BOOST_TEST((std::set<char>(letters.begin(), letters.end()).size() == 32U));
    BOOST_TEST(letters.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_tokens_are_never_the_same) {
    std::set<std::string> tokens;
    for (int i = 0; i < 1000; ++i) tokens.insert(crypto::random_token());
    BOOST_TEST(tokens.size() == 1000U);
}

BOOST_AUTO_TEST_CASE(digests_match_the_standards) {
    // FIPS 180-4 example "abc"; RFC 4231 test cases 1 and 6 (key longer than the block).
    BOOST_TEST(base::to_hex(crypto::sha256("abc")) ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(base::to_hex(crypto::hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    BOOST_TEST(base::to_hex(crypto::hmac_sha512(std::string(20, '\x0b'), "Hi There")) ==
               "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
               "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
    BOOST_TEST(base::to_hex(crypto::hmac_sha256(std::string(131, '\xaa'),
                                                "Test Using Larger Than Block-Size Key - Hash Key First")) ==
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    BOOST_TEST(crypto::hmac_sha256("", "").size() == 32U);
}

BOOST_AUTO_TEST_CASE(equal_compares_length_and_every_byte) {
    BOOST_TEST(crypto::equal("", ""));
    BOOST_TEST(crypto::equal("abc", "abc"));
    BOOST_TEST(!crypto::equal("abc", "abd"));
    BOOST_TEST(!crypto::equal("abc", "xbc"));
    BOOST_TEST(!crypto::equal("abc", "abcd"));
    BOOST_TEST(!crypto::equal("", "a"));
}

BOOST_AUTO_TEST_SUITE_END()
