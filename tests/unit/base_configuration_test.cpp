// Configuration: every mistake is told with its place and the word that was meant; nothing wrong is ignored.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

#include "base/configuration.h"
#include "base/configuration_checks.h"
#include "base/configuration_keys.h"
#include "base/configuration_sources.h"
#include "base/error.h"

namespace {

using base::Configuration;

std::string complaint_about(std::string_view toml) {
    try {
        Configuration::from_text(toml);
    } catch (const base::ConfigError& error) {
        return error.what();
    }
    return {};
}

struct Mistake {
    std::string toml, complaint;
};
std::ostream& operator<<(std::ostream& out, const Mistake& row) {
    return out << row.toml;
}

const std::vector<Mistake> kMistakes = {
    {"[code]\nlenght = 6", "text:2:1: unknown key code.lenght; did you mean code.length?"},
    {"[cod]\nlength = 6", "text:1:2: unknown section [cod]; did you mean code?"},
    {"[portal]\nhost = 'x'", "text:2:1: unknown key portal.host; did you mean database.host?"},
    {"[code]\nlength = '6'", "text:2:1: code.length must be a whole number (digits)"},
    {"[code]\nlength = 6.0", "text:2:1: code.length must be a whole number (digits)"},
    {"[code]\n  length = 3", "text:2:3: code.length must be between 4 and 10 digits"},
    {"[code]\nlength = 11", "text:2:1: code.length must be between 4 and 10 digits"},
    {"[mail]\ntransports = 'smtp'", "text:2:1: mail.transports must be a list of texts"},
    {"[mail]\ntransports = []", "text:2:1: mail.transports must not be empty"},
    {"[factors]\nfirst = [\"passkey\"]",
     "factors.first must hold password or mailed_code: nobody begins with a passkey"},
    {"[mail]\ntransports = ['smpt']",
     "text:2:1: mail.transports must be one of folder, smtp, brevo, mailgun; did you mean smtp?"},
    {"[log]\nlevel = 'inof'",
     "text:2:1: log.level must be one of debug, info, warning, error; did you mean info?"},
    {"portal = 3", "text:1:1: [portal] must be a section"},
    {"[portal]\nname = \"a\\u0007\"", "text:2:1: portal.name holds control characters or is not UTF-8"},
    {"[portal]\nbase_url = 'ftp://x'",
     "text:2:1: portal.base_url must be https://HOST[:PORT][/PATH]: it does not start with https://"},
    {"[mail]\nfrom_address = 'x'", "mail.from_address is not an e-mail address"},
    {"[factors]\nallowed = ['sms']", "sms.countries must name where numbers may be"},
    {"[sms]\ncountries = ['GB', 'gb']", "sms.countries: \"gb\" is no country of two letters"},
    {"[factors]\nallowed = ['sms']\n[sms]\ncountries = ['GB']\n[gate]\ndeadline = 18",
     "gate.deadline must be above three times vonage.deadline and numverify.deadline together, plus a "
     "second"},
    {"[portal]\nenvironment = 'development'\n[testing]\nclock_file = '/x'",
     "testing.clock_file is only for the environment testing"},
};

struct Url {
    std::string typed, url, host, path;
};
std::ostream& operator<<(std::ostream& out, const Url& row) {
    return out << row.typed;
}
const std::vector<Url> kUrls = {
    {"https://x.example", "https://x.example", "x.example", ""},
    {"https://X.example/", "https://x.example", "x.example", ""},
    {"https://x.example:8443/Portal/", "https://x.example:8443/Portal", "x.example", "/Portal"},
    {"https://[::1]:8443", "https://[::1]:8443", "[::1]", ""},
    {"http://localhost/a/b", "http://localhost/a/b", "localhost", "/a/b"},
};
const std::vector<std::string> kBadUrls = {
    "",
    "x.example",
    "//x.example",
    "https://",
    "https:///x",
    "https://u@x",
    "https://x:0",
    "https://x:65536",
    "https://x:",
    "https://x:8a",
    "https://x/?q",
    "https://x/#f",
    "https://x?q",
    "https://x/a//b",
    "https://x/../b",
    "https://x/ b",
    "https://x\\y",
    "https://.x",
    "https://münchen.example",
    "javascript://x",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_DATA_TEST_CASE(a_mistake_is_told_with_its_place, boost::unit_test::data::make(kMistakes), row) {
    BOOST_TEST(complaint_about(row.toml) == row.complaint);
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_told_at_once) {
    BOOST_TEST(complaint_about("[code]\nx = 1\nlength = 99") ==
               "text:2:1: unknown key code.x\ntext:3:1: code.length must be between 4 and 10 digits");
}

BOOST_AUTO_TEST_CASE(a_broken_rule_is_told_in_the_same_round_as_a_wrong_value_of_another_key) {
    BOOST_TEST(complaint_about("[code]\nlength = 99\n[session]\nidle = 900\nabsolute = 600") ==
               "text:2:1: code.length must be between 4 and 10 digits\n"
               "session.idle must not be above session.absolute");
    BOOST_TEST(complaint_about("[code]\nx = 1\n[mail]\nfrom_address = 'x'") ==
               "text:2:1: unknown key code.x\nmail.from_address is not an e-mail address");
    const auto told = complaint_about(
        "[portal]\nenvironment = 'production'\nbase_url = 'http://x.example'\n[code]\nlength = 99");
    for (const std::string_view want : {"code.length must be", "production: mail.from_address must be given",
                                        "must start with https://", "delivers to a folder only"})
        BOOST_TEST(told.find(want) != std::string::npos, want);
}

const std::vector<Mistake> kDoubtful = {
    // out of range, of another type, not in the list of words
    {"[session]\nidle = 999999999\nabsolute = 600",
     "text:2:1: session.idle must be between 60 and 86400 seconds"},
    {"[session]\nidle = 'x'\nabsolute = 600", "text:2:1: session.idle must be a whole number (seconds)"},
    {"[vonage]\ndeadline = 9223372036854775807\n[factors]\nallowed = ['sms']\n[sms]\ncountries = ['GB']",
     "text:2:1: vonage.deadline must be between 100 and 15000 milliseconds"},
    {"[mail]\ntransports = ['smtp', 'smpt']",
     "text:2:1: mail.transports must be one of folder, smtp, brevo, mailgun; did you mean smtp?"},
    {"[mail]\nfrom_address = 3", "text:2:1: mail.from_address must be a text"},
    // its name misspelt, or its section's
    {"[mail]\ntransports = ['smtp']\n[smtp]\nhots = 'mail.example.org'",
     "text:4:1: unknown key smtp.hots; did you mean smtp.host?"},
    {"[mail]\ntransports = ['smtp']\n[smpt]\nhost = 'mail.example.org'",
     "text:3:2: unknown section [smpt]; did you mean smtp?"},
    {"smtp = 'mail.example.org'\n[mail]\ntransports = ['smtp']", "text:1:1: [smtp] must be a section"},
    // what is only asked of production
    {"[portal]\nenvironment = 'prodution'\nbase_url = 'http://x.example'",
     "text:2:1: portal.environment must be one of development, testing, production; did you mean "
     "production?"},
};

BOOST_DATA_TEST_CASE(a_wrong_value_is_not_told_again_by_the_rules_about_it,
                     boost::unit_test::data::make(kDoubtful), row) {
    BOOST_TEST(complaint_about(row.toml) == row.complaint);
}

BOOST_AUTO_TEST_CASE(production_does_not_miss_what_was_given_but_wrong) {
    const auto told = complaint_about("[portal]\nenvironment = 'production'\nbase_url = 3");
    BOOST_TEST(told.find("portal.base_url must be a text") != std::string::npos);
    BOOST_TEST(told.find("portal.base_url must be given") == std::string::npos);
    BOOST_TEST(told.find("mail.from_address must be given") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_misspelt_or_wrong_variable_puts_the_key_that_was_meant_in_doubt) {
    const char* const variables[] = {"GATEHOUSE_SMTP_HOTS=x", "GATEHOUSE_CODE_TRIES=5x",
                                     "GATEHOUSE_MAIL_FROM_ADDRESS_FILE=/nonexistent", nullptr};
    base::Gathered gathered;
    base::read_environment(variables, gathered);
    BOOST_TEST(gathered.complaints.size() == 3U);
    const std::set<int> meant = {base::find_key("smtp.host"), base::find_key("code.tries"),
                                 base::find_key("mail.from_address")};
    BOOST_TEST((gathered.doubtful == meant));
}

BOOST_AUTO_TEST_CASE(broken_toml_is_told_with_its_place) {
    BOOST_TEST(complaint_about("[code]\nlength = = 3").starts_with("text:2:10: not TOML: "));
}

BOOST_AUTO_TEST_CASE(every_default_keeps_its_own_rules_and_no_variable_has_two_meanings) {
    std::set<std::string> names;
    for (const auto& key : base::configuration_keys()) {
        BOOST_TEST(names.insert(key.variable()).second, key.variable());
        BOOST_TEST(names.insert(key.variable() + "_FILE").second, key.variable());
        BOOST_TEST(!key.meaning.empty(), key.full());
        BOOST_TEST(!base::section_meaning(key.section).empty(), key.full());
    }
    BOOST_TEST(complaint_about("") == "");
}

BOOST_AUTO_TEST_CASE(values_defaults_and_what_was_given_can_be_told_apart) {
    const auto config = Configuration::from_text(
        "[portal]\nbase_url = 'https://x.example/p/'\n[server]\nruntime_folder = '/r'\n[code]\nlifetime = "
        "60\n"
        "[smtp]\npassword = 'hush'");
    BOOST_TEST(config.url("/login") == "https://x.example/p/login");
    BOOST_TEST(config.text("gate.socket") == "/r/gate.sock");
    BOOST_TEST(config.seconds("code.lifetime").count() == 60);
    BOOST_TEST(config.milliseconds("gate.hashing_wait").count() == 2000);
    BOOST_TEST(config.given("code.lifetime"));
    BOOST_TEST(!config.given("code.tries"));
    BOOST_TEST(config.secret("smtp.password").reveal() == "hush");
    BOOST_TEST((config.environment() == base::Environment::testing));
    for (const auto& row : config.shown()) BOOST_TEST(row.value.find("hush") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(asking_for_what_is_not_in_the_table_is_a_defect) {
    const auto config = Configuration::from_text("");
    BOOST_CHECK_THROW(config.text("portal.nam"), base::Bug);
    BOOST_CHECK_THROW(config.text("code.length"), base::Bug);
    BOOST_CHECK_THROW(config.seconds("code.length"), base::Bug);
    BOOST_CHECK_THROW(config.text("smtp.password"), base::Bug);
    BOOST_CHECK_THROW(config.url("login"), base::Bug);
}

BOOST_AUTO_TEST_CASE(production_refuses_what_is_only_good_for_trying) {
    const auto told = complaint_about("[portal]\nenvironment = 'production'\nbase_url = 'http://x.example'");
    for (const std::string_view want : {"mail.from_address must be given", "must start with https://",
                                        "delivers to a folder only", "no key ring found"})
        BOOST_TEST(told.find(want) != std::string::npos, want);
    BOOST_TEST(
        complaint_about("[portal]\nenvironment = 'production'").find("portal.base_url must be given") !=
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(variables_are_resolved_by_the_table_and_the_prefixed_form_wins) {
    const char* const variables[] = {"GATEHOUSE_CODE_LENGTH=7",
                                     "OTP_LENGTH=8",
                                     "GATEHOUSE_SMTP_CA_FILE=/ca.pem",
                                     "GATEHOUSE_CONFIG=/x",
                                     "OTHER=1",
                                     "GATEHOUSE_INTERNAL_FD=3",
                                     "GATEHOUSE_MAIL_TRANSPORTS=smtp, folder",
                                     nullptr};
    base::Gathered gathered;
    base::read_environment(variables, gathered);
    BOOST_TEST(gathered.complaints.empty());
    BOOST_TEST_REQUIRE(gathered.given.size() == 4U);
    BOOST_TEST(std::get<std::int64_t>(gathered.given[0].value) == 8);
    BOOST_TEST(std::get<std::int64_t>(gathered.given[1].value) == 7);
    BOOST_TEST(gathered.given[2].key == base::find_key("smtp.ca_file"));
    BOOST_TEST(std::get<std::vector<std::string>>(gathered.given[3].value).at(1) == "folder");
}

BOOST_AUTO_TEST_CASE(mail_settings_of_the_systems_this_replaces_map_one_to_one) {
    const auto given = [](std::vector<const char*> variables) {
        variables.push_back(nullptr);
        base::Gathered gathered;
        base::read_environment(variables.data(), gathered);
        BOOST_TEST(gathered.complaints.empty());
        std::map<std::string, std::string> found;
        for (const auto& one : gathered.given) {
            const auto* text = std::get_if<std::string>(&one.value);
            const auto* number = std::get_if<std::int64_t>(&one.value);
            found[base::configuration_keys()[static_cast<size_t>(one.key)].full()] =
                text ? *text : std::to_string(*number);
        }
        return found;
    };
    auto all = given({"MAIL_SERVER=relay.example.org", "MAIL_PORT=465", "MAIL_USE_TLS=False",
                      "MAIL_USE_SSL=True", "MAIL_USERNAME=portal", "MAIL_PASSWORD=pass word",
                      "MAIL_DEFAULT_SENDER=\"Acme, Inc.\" <help@example.org>"});
    BOOST_TEST(all["smtp.host"] == "relay.example.org");
    BOOST_TEST(all["smtp.port"] == "465");
    BOOST_TEST(all["smtp.security"] == "tls");
    BOOST_TEST(all["smtp.username"] == "portal");
    BOOST_TEST(all["smtp.password"] == "pass word");
    BOOST_TEST(all["mail.from_address"] == "help@example.org");
    BOOST_TEST(all["mail.from_name"] == "Acme, Inc.");
    BOOST_TEST(given({"MAIL_USE_TLS=1"})["smtp.security"] == "starttls");
    BOOST_TEST(given({"MAIL_USE_TLS=false"})["smtp.security"] == "none");
    BOOST_TEST(!given({"MAIL_USE_SSL=false"}).contains("smtp.security"));
    BOOST_TEST(given({"MAIL_DEFAULT_SENDER=a@example.org"})["mail.from_address"] == "a@example.org");
    // Ours is the last word, wherever it stands.
    BOOST_TEST(given({"GATEHOUSE_SMTP_SECURITY=starttls", "MAIL_USE_SSL=true"})["smtp.security"] ==
               "starttls");
}

BOOST_AUTO_TEST_CASE(a_misspelt_variable_is_told) {
    const char* const variables[] = {"GATEHOUSE_CODE_LENGHT=7", "GATEHOUSE_CODE_TRIES=5x", nullptr};
    base::Gathered gathered;
    base::read_environment(variables, gathered);
    BOOST_TEST_REQUIRE(gathered.complaints.size() == 2U);
    const std::set<std::string> told(gathered.complaints.begin(), gathered.complaints.end());
    BOOST_TEST(told.contains("GATEHOUSE_CODE_LENGHT: unknown variable; did you mean GATEHOUSE_CODE_LENGTH?"));
    BOOST_TEST(told.contains("GATEHOUSE_CODE_TRIES: code.tries must be a whole number"));
}

BOOST_DATA_TEST_CASE(a_base_url_has_one_form, boost::unit_test::data::make(kUrls), row) {
    const auto parts = base::parse_base_url(row.typed);
    BOOST_TEST_REQUIRE(parts.has_value());
    BOOST_TEST(parts->url == row.url);
    BOOST_TEST(parts->host == row.host);
    BOOST_TEST(parts->path == row.path);
}

BOOST_DATA_TEST_CASE(a_base_url_links_cannot_be_made_from_is_refused, boost::unit_test::data::make(kBadUrls),
                     typed) {
    BOOST_TEST(!base::parse_base_url(typed).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
