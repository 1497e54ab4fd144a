// Key rings: what a ring file may hold and who may read it, and that derived keys differ by purpose and
// master.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "crypto/key_ring.h"

using crypto::KeyRing;
using crypto::Purpose;

namespace {

constexpr std::string_view kSecret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";  // bytes 0 to 31

std::string line(std::string_view id, std::string_view kind = "xchacha20poly1305",
                 std::string_view secret = kSecret, std::string_view created = "2026-11-21T00:00:00Z") {
    return fmt::format(R"({{"id":"{}","kind":"{}","created":"{}","secret":"{}"}})"
                       "\n",
                       id, kind, created, secret);
}

std::string complaint_about(const std::string& text) {
    try {
        KeyRing::parse(text);
    } catch (const base::ConfigError& error) {
        return error.what();
    }
    return "";
}

// A ring file in a folder of its own, removed at the end.
struct RingFile {
    char folder[32] = "/tmp/key-ring-XXXXXX";
    std::string path;
    explicit RingFile(mode_t mode) {
        if (mkdtemp(folder) == nullptr) throw base::Error("no temporary folder");
        path = std::string(folder) + "/identity.keys";
        std::ofstream(path) << line("4f1c09ab");
        chmod(path.c_str(), mode);
    }
    RingFile(const RingFile&) = delete;
    RingFile& operator=(const RingFile&) = delete;
    ~RingFile() {
        unlink(path.c_str());
        rmdir(folder);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(crypto_key_ring)

BOOST_AUTO_TEST_CASE(the_last_sealing_key_is_the_newest_and_the_older_are_found) {
    const auto other = std::string(43, 'A');
    const auto ring = KeyRing::parse(line("00000001") + "\n" + line("00000002", "xchacha20poly1305", other) +
                                     line("00000003", "fernet") + line("00000004", "pepper", "cGVwcGVy"));
    BOOST_TEST(ring.masters().size() == 4U);
    BOOST_TEST(ring.newest(Purpose::seal).id == "00000002");
    BOOST_TEST(ring.all(Purpose::code).size() == 2U);
    BOOST_TEST(ring.all(Purpose::code)[1]->id == "00000001");
    BOOST_REQUIRE(ring.find(Purpose::seal, "00000001") != nullptr);
    BOOST_TEST(ring.find(Purpose::seal, "00000003") == nullptr);
    BOOST_TEST(ring.find(Purpose::seal, "") == nullptr);
    BOOST_TEST((ring.masters()[3].secret.reveal() == "pepper"));
    BOOST_TEST(ring.newest(Purpose::seal).key.reveal() != ring.find(Purpose::seal, "00000001")->key.reveal());
}

BOOST_AUTO_TEST_CASE(no_two_purposes_share_a_key) {
    const auto ring = KeyRing::for_tests();
    std::vector<std::string> keys;
    for (unsigned purpose = 1; purpose <= 9; ++purpose) {
        keys.emplace_back(ring.newest(static_cast<Purpose>(purpose)).key.reveal());
        BOOST_TEST(keys.back().size() == 32U);
        BOOST_TEST((keys.back() != ring.masters()[0].secret.reveal()));
    }
    std::ranges::sort(keys);
    BOOST_TEST((std::ranges::adjacent_find(keys) == keys.end()));
}

BOOST_AUTO_TEST_CASE(a_bad_line_is_refused_with_its_number_and_without_its_secret) {
    const std::string good = line("00000001");
    for (
        const std::string& bad : {
            std::string("not json\n"),
            std::string("[]\n"),
            std::string("{}\n"),
            line("0000002"),
            line("0000000G"),
            line("ABCDEF01"),
            line("00000001"),
            line("00000002", "aes"),
            line("00000002", "xchacha20poly1305", kSecret.substr(1)),
            line("00000002", "fernet", "cGVwcGVy"),
            line("00000002", "pepper", ""),
            line("00000002", "pepper", "cGVwcGVy="),
            line("00000002", "xchacha20poly1305", kSecret, "2026-11-21"),
            line("00000002", "xchacha20poly1305", kSecret, "2026-13-21T00:00:00Z"),
            std::string(
                R"({"id":"00000002","kind":"pepper","created":"2026-11-21T00:00:00Z","secret":"cGVw","x":1})"),
        }) {
        const std::string complaint = complaint_about(good + bad);
        BOOST_TEST(complaint.starts_with("line 2 "), bad);
        BOOST_TEST(complaint.find("AAEC") == std::string::npos);
        BOOST_TEST(complaint.find("cGVw") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_ring_that_cannot_seal_is_refused) {
    BOOST_TEST(!complaint_about("").empty());
    BOOST_TEST(!complaint_about(line("00000001", "fernet")).empty());
    BOOST_TEST(complaint_about(line("00000001")).empty());
}

BOOST_AUTO_TEST_CASE(a_written_line_is_read_back) {
    const auto made = KeyRing::make("xchacha20poly1305", base::from_sql("2026-11-21 01:02:03"));
    const auto ring = KeyRing::parse(KeyRing::to_line(made));
    BOOST_TEST(ring.masters()[0].id == made.id);
    BOOST_TEST((ring.masters()[0].created == made.created));
    BOOST_TEST((ring.masters()[0].secret.reveal() == made.secret.reveal()));
    BOOST_TEST(KeyRing::to_line(ring.masters()[0]) == KeyRing::to_line(made));
}

BOOST_AUTO_TEST_CASE(a_file_others_may_read_is_refused) {
    for (const mode_t mode : {0400U, 0440U, 0600U, 0640U}) {
        BOOST_CHECK_NO_THROW(KeyRing::load(RingFile(mode).path));
    }
    for (const mode_t mode : {0644U, 0660U, 0641U, 0700U, 0604U, 0650U}) {
        BOOST_CHECK_THROW(KeyRing::load(RingFile(mode).path), base::ConfigError);
    }
    BOOST_CHECK_THROW(KeyRing::load("/nonexistent/identity.keys"), base::ConfigError);
    BOOST_CHECK_THROW(KeyRing::load("/tmp"), base::ConfigError);
}

BOOST_AUTO_TEST_CASE(asking_for_a_ring_that_was_not_given_is_a_bug) {
    crypto::KeyRings rings;
    rings.give(crypto::Ring::shared, KeyRing::for_tests());
    BOOST_TEST(rings.has(crypto::Ring::shared));
    BOOST_TEST(!rings.has(crypto::Ring::identity));
    BOOST_CHECK_NO_THROW(rings[crypto::Ring::shared]);
    BOOST_CHECK_THROW(rings[crypto::Ring::identity], base::Bug);
}

BOOST_AUTO_TEST_SUITE_END()
