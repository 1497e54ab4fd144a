// Passwords of ours and of the systems before: right, wrong, stale, and refused before they cost anything.
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "base/error.h"
#include "base/text.h"
#include "crypto/foreign_password.h"
#include "crypto/password.h"

using crypto::KeyRing;
using crypto::Verdict;

namespace {

constexpr crypto::PasswordCost kCheap{1, 8192};  // libsodium's least

base::Secret secret(std::string_view text) {
    return base::Secret(std::string(text));
}

Verdict verdict(const KeyRing& ring, std::string_view hash, std::string_view password) {
    return crypto::verify_password(ring, kCheap, hash, secret(password));
}

std::string sealing_line() {
    return KeyRing::to_line(KeyRing::make("xchacha20poly1305", {}));
}

struct Pair {
    std::string_view hash, password;
};

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(Verdict)

BOOST_AUTO_TEST_SUITE(crypto_password)

BOOST_AUTO_TEST_CASE(a_password_of_ours_is_right_and_any_other_is_wrong) {
    const auto ring = KeyRing::for_tests();
    const std::string long_one(crypto::kMaxPasswordBytes, 'x');
    for (const std::string& password :
         {std::string("correct horse"), std::string("a\0b", 3), long_one, std::string()}) {
        const std::string hash = crypto::hash_password(ring, kCheap, base::Secret(password));
        BOOST_TEST(hash.starts_with("g1$" + ring.newest(crypto::Purpose::pepper).id +
                                    "$argon2id$v=19$m=8,t=1,p=1$"));
        BOOST_TEST(verdict(ring, hash, password) == Verdict::right);
        BOOST_TEST(verdict(ring, hash, password + "y") == Verdict::wrong);
        if (!password.empty()) BOOST_TEST(verdict(ring, hash, password.substr(1)) == Verdict::wrong);
    }
    BOOST_TEST(crypto::hash_password(ring, kCheap, secret("a")) !=
               crypto::hash_password(ring, kCheap, secret("a")));
}

BOOST_AUTO_TEST_CASE(every_byte_of_a_long_password_counts) {
    const auto ring = KeyRing::for_tests();
    std::string password(crypto::kMaxPasswordBytes, 'x');
    const std::string hash = crypto::hash_password(ring, kCheap, base::Secret(password));
    password.back() = 'y';
    BOOST_TEST(verdict(ring, hash, password) == Verdict::wrong);
    BOOST_TEST(verdict(ring, hash, password + "x") == Verdict::wrong);
    BOOST_CHECK_THROW(crypto::hash_password(ring, kCheap, base::Secret(password + "x")), base::Bug);
}

BOOST_AUTO_TEST_CASE(another_cost_or_an_older_pepper_makes_a_right_password_stale) {
    const std::string first = sealing_line();
    const auto before = KeyRing::parse(first);
    const auto after = KeyRing::parse(first + sealing_line());
    const std::string hash = crypto::hash_password(before, kCheap, secret("password"));
    BOOST_TEST(verdict(before, hash, "password") == Verdict::right);
    BOOST_TEST(verdict(after, hash, "password") == Verdict::right_but_stale);
    BOOST_TEST(verdict(after, hash, "passwore") == Verdict::wrong);
    BOOST_TEST(
        (crypto::verify_password(before, {2, 8192}, hash, secret("password")) == Verdict::right_but_stale));
    BOOST_TEST(
        (crypto::verify_password(before, {1, 16384}, hash, secret("password")) == Verdict::right_but_stale));
    BOOST_TEST(verdict(KeyRing::for_tests(), hash, "password") == Verdict::wrong);
}

BOOST_AUTO_TEST_CASE(hashes_of_the_systems_before_are_right_but_stale) {
    const auto ring = KeyRing::for_tests();
    for (const auto& [hash, password] : {
             Pair{"pbkdf2:sha256:50000$TCI4GzcX$"
                  "0de171a4f4dac32e3364c7ddc7c14f3e2fa61f2d17574483f7ffbb431b4acb2f",
                  "test"},
             Pair{"pbkdf2:sha256:50000$kJPKsz6N$"
                  "d2d4784f1b030a9761f5ccaeeaca413f27f2ecb76d6168407af962ddce849f79",
                  "other"},
             Pair{"pbkdf2:sha256:50000$UGcv4zUD$"
                  "b1e0dd104488e96bb3a49a26836d6a38c77eadfdee1d87358e75e3929d8e6e45",
                  "12345678"},
             Pair{"pbkdf2:sha256:150000$shDSqMo1$"
                  "9b7b3b4cbf65d9add0a8a4ed78dd9ed22ba9dc78d9d2f7208b73dca445df935c",
                  "somepass"},
             Pair{"pbkdf2:sha256:150000$BOV4dvoc$"
                  "333626f4403cf4f7ab627824cf0643e0e9937335d6600154ac154860f09a2309",
                  "1234"},
             Pair{"scrypt:32768:8:1$p6YIyVfuDbsM85n8$"
                  "3ec9a4a2ff4395d23af66aa270282d7185f14fe4fd63903bf95cebf628280f7b5add9a2e"
                  "b7c6fefe504cbb85f3aa3cb1afb383a1b8205a50057cc9182c11d0d0",
                  "123"},
             Pair{"scrypt:32768:8:1$J6fKjSZJxla229Cb$"
                  "f7b1f22cf106b8748667f6ffc83a964aa2c573d309dc6ec474aeda0e3e82889b749009cc"
                  "38d7d0adc74370059480cc8e28842e19cea6ad1eb00055d6fa3c266e",
                  "1"},
         }) {
        BOOST_TEST(verdict(ring, hash, password) == Verdict::right_but_stale);
        BOOST_TEST(verdict(ring, hash, std::string(password) + " ") == Verdict::wrong);
    }
}

BOOST_AUTO_TEST_CASE(argon2_strings_from_elsewhere_work_without_pepper) {
    // Made by the reference implementation's command line (argon2 "somesalt" -t 2 -k 256 -p 1, version 1.3).
    const std::string_view hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    BOOST_TEST(verdict(KeyRing::for_tests(), hash, "password") == Verdict::right_but_stale);
    BOOST_TEST(verdict(KeyRing::for_tests(), hash, "passwore") == Verdict::wrong);
}

BOOST_AUTO_TEST_CASE(the_ticket_portals_form_needs_its_own_pepper) {
    const std::string pepper =
        R"({"id":"000000aa","kind":"pepper","created":"2020-01-01T00:00:00Z","secret":")" +
        base::to_base64url("old pepper") + "\"}\n";
    const auto ring = KeyRing::parse(sealing_line() + pepper);
    // PBKDF2-HMAC-SHA256("password" "old pepper", "0123456789abcdef", 100000), by CPython's hashlib.
    const std::string rest = "$MDEyMzQ1Njc4OWFiY2RlZg==$6oqxlPUxiy2CNAt8Vj9ftC+wDieu5Oy0IqxZlbz6F3Y=";
    BOOST_TEST(verdict(ring, "ticket-portal$000000aa" + rest, "password") == Verdict::right_but_stale);
    BOOST_TEST(verdict(ring, "ticket-portal$000000aa" + rest, "passwordx") == Verdict::wrong);
    BOOST_TEST(verdict(ring, "ticket-portal$000000ab" + rest, "password") == Verdict::wrong);
    BOOST_TEST(verdict(KeyRing::for_tests(), "ticket-portal$000000aa" + rest, "password") == Verdict::wrong);
}

BOOST_AUTO_TEST_CASE(too_expensive_or_malformed_hashes_are_refused_uncomputed) {
    const auto ring = KeyRing::for_tests();
    const std::string hex32(64, 'a');
    const std::string hex64(128, 'a');
    const std::string argon = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    for (const std::string& hash : std::vector<std::string>{
             "", "$", "$$", "plain", "g1$", "ticket-portal$$$", "ticket-portal$000000aa$MDEy$MDEy",
             "pbkdf2:sha256:2000001$salt$" + hex32, "pbkdf2:sha256:0$salt$" + hex32,
             "pbkdf2:sha256:-1$salt$" + hex32, "pbkdf2:sha256:01$salt$" + hex32,
             "pbkdf2:sha256:99999999999999999999$salt$" + hex32, "pbkdf2:sha256:1x$salt$" + hex32,
             "pbkdf2:sha1:1$salt$" + hex32, "pbkdf2:sha256$salt$" + hex32, "pbkdf2:sha256:1$$" + hex32,
             "pbkdf2:sha256:1$salt$" + hex32.substr(1), "pbkdf2:sha256:1$salt$" + std::string(64, 'A'),
             "pbkdf2:sha256:1$" + std::string(129, 's') + "$" + hex32, "scrypt:262144:8:1$salt$" + hex64,
             "scrypt:32767:8:1$salt$" + hex64, "scrypt:1:8:1$salt$" + hex64, "scrypt:32768:9:1$salt$" + hex64,
             "scrypt:32768:8:11$salt$" + hex64, "scrypt:32768:8$salt$" + hex64,
             "scrypt:32768:8:1$salt$" + hex32, "$argon2id$v=19$m=1048577,t=1,p=1" + argon,
             "$argon2id$v=19$m=8,t=17,p=1" + argon, "$argon2id$v=19$m=256,t=2,p=17" + argon,
             "$argon2id$v=19$m=1048576,t=5,p=1" + argon, "$argon2id$v=16$m=256,t=2,p=1" + argon,
             "$argon2d$v=19$m=256,t=2,p=1" + argon, "$argon2id$v=19$t=2,m=256,p=1" + argon,
             "$argon2id$m=256,t=2,p=1" + argon,
             // Old Werkzeug forms with a plain digest: too weak to accept.
             "sha256$70108387805$8b9472281c36c3a693703de0e0f1ffab8fc0ecdd3bc5ead04c76dd74ef431e49",
             "md5$84143$7f51edecfa6fb401a0b5e63d33fc8c0e"}) {
        BOOST_TEST(!crypto::verify_foreign(ring, hash, secret("hashcat")).has_value(), hash);
        BOOST_TEST(verdict(ring, hash, "hashcat") == Verdict::wrong, hash);
    }
}

BOOST_AUTO_TEST_CASE(the_most_expensive_allowed_costs_are_computed) {
    const auto ring = KeyRing::for_tests();
    const std::string hex64(128, 'a');
    BOOST_TEST(
        (crypto::verify_foreign(ring, "pbkdf2:sha256:1$s$" + std::string(64, 'a'), secret("a")) == false));
    BOOST_TEST((crypto::verify_foreign(ring, "scrypt:131072:1:1$s$" + hex64, secret("a")) == false));
    BOOST_TEST((crypto::verify_foreign(ring, "scrypt:2:8:10$s$" + hex64, secret("a")) == false));
}

BOOST_AUTO_TEST_CASE(a_changed_hash_of_ours_is_wrong_and_never_throws) {
    const auto ring = KeyRing::for_tests();
    const std::string hash = crypto::hash_password(ring, kCheap, secret("password"));
    for (size_t at = 0; at < hash.size(); ++at) {
        std::string bad = hash;
        bad[at] = bad[at] == 'x' ? 'y' : 'x';
        BOOST_TEST(verdict(ring, bad, "password") == Verdict::wrong, bad);
        BOOST_TEST(verdict(ring, hash.substr(0, at), "password") == Verdict::wrong, at);
    }
}

BOOST_AUTO_TEST_CASE(wrong_unparseable_and_nobody_take_about_the_same_time) {
    const auto ring = KeyRing::for_tests();
    const crypto::PasswordCost cost{1, 4U << 20};
    const std::string hash = crypto::hash_password(ring, cost, secret("password"));
    const std::string costly = "scrypt:1048576:8:1$s$" + std::string(128, 'a');
    const std::array<std::function<void()>, 4> acts = {
        [&] { crypto::verify_password(ring, cost, hash, secret("other")); },
        [&] { crypto::verify_password(ring, cost, "garbage", secret("other")); },
        [&] { crypto::verify_password(ring, cost, costly, secret("other")); },
        [&] { crypto::verify_nobody(ring, cost, secret("other")); }};
    // The fastest of many rounds, in turns: what else the machine does falls on all of them alike.
    std::array<double, acts.size()> best{};
    best.fill(1);  // seconds
    for (int round = 0; round < 30; ++round) {
        for (size_t i = 0; i < acts.size(); ++i) {
            const auto start = std::chrono::steady_clock::now();
            acts[i]();
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            best[i] = std::min(best[i], took.count());
        }
    }
    for (const double one : best) {
        BOOST_TEST(one > best[0] / 2);
        BOOST_TEST(one < best[0] * 2);
    }
}

BOOST_AUTO_TEST_SUITE_END()
