// What providers report about mails: whose a report is, and what it says.
#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "crypto/random.h"
#include "providers/delivery_report.h"

using providers::check_mailgun_proof;
using providers::DeliveryReport;
using providers::ProofState;
using Kind = DeliveryReport::Kind;

namespace {

constexpr std::chrono::hours kOldest{9};
constexpr std::int64_t kStamp = 1529006854;
const base::Secret kKey("test-signing-key");

base::Instant at(std::int64_t seconds) {
    return base::Instant(std::chrono::seconds(seconds));
}

providers::MailgunProof proof() {
    return {"1529006854", "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0",
            "a4aa5558dda1bdd45f39600cf45ad25006c9fa7980b210160d6df1e9c70160f5"};
}

base::Json json(std::string_view text) {
    return base::Json::parse(text).value();
}

std::string basic(std::string_view pair) {
    return "Basic " + base::to_base64(pair);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(providers_report)

BOOST_AUTO_TEST_CASE(mailguns_known_signature_fits) {
    BOOST_TEST((check_mailgun_proof(proof(), kKey, at(kStamp), kOldest) == ProofState::good));
}

BOOST_AUTO_TEST_CASE(another_key_token_timestamp_or_signature_does_not) {
    const auto forged = [](const providers::MailgunProof& one, const base::Secret& key = kKey) {
        return check_mailgun_proof(one, key, at(kStamp), kOldest) == ProofState::forged;
    };
    BOOST_TEST(forged(proof(), base::Secret("test-signing-kez")));
    BOOST_TEST(forged(proof(), base::Secret("")));
    auto other = proof();
    other.token[0] = 'b';
    BOOST_TEST(forged(other));
    other = proof();
    other.timestamp = "1529006855";
    BOOST_TEST(forged(other));
    for (const auto& signature : std::vector<std::string>{
             "", "a4aa", "A4AA5558DDA1BDD45F39600CF45AD25006C9FA7980B210160D6DF1E9C70160F5",
             "a4aa5558dda1bdd45f39600cf45ad25006c9fa7980b210160d6df1e9c70160f50"}) {
        other = proof();
        other.signature = signature;
        BOOST_TEST(forged(other), signature);
    }
}

// The two parts are signed as one text: what moves from one to the other must not give a second right report.
BOOST_AUTO_TEST_CASE(a_timestamp_that_took_a_piece_of_the_token_is_no_time) {
    auto moved = proof();
    moved.timestamp += moved.token.substr(0, 1);
    moved.token.erase(0, 1);
    BOOST_TEST((check_mailgun_proof(moved, kKey, at(kStamp), kOldest) == ProofState::forged));
    auto digits = providers::MailgunProof{"152900685", "4x", ""};
    digits.signature = base::to_hex(crypto::hmac_sha256(kKey.reveal(), "1529006854x"));
    BOOST_TEST((check_mailgun_proof(digits, kKey, at(kStamp), kOldest) == ProofState::stale));
}

BOOST_AUTO_TEST_CASE(a_report_is_good_for_nine_hours_and_five_minutes_ahead) {
    const auto state = [](std::int64_t now) { return check_mailgun_proof(proof(), kKey, at(now), kOldest); };
    BOOST_TEST((state(kStamp + 9 * 3600) == ProofState::good));
    BOOST_TEST((state(kStamp + 9 * 3600 + 1) == ProofState::stale));
    BOOST_TEST((state(kStamp - 300) == ProofState::good));
    BOOST_TEST((state(kStamp - 301) == ProofState::stale));
}

BOOST_AUTO_TEST_CASE(a_proof_of_wrong_types_or_beyond_measure_is_none) {
    for (const auto* text : {"{}", "[]", "null", R"({"signature":"x"})", R"({"signature":[]})",
                             R"({"signature":{"timestamp":1529006854,"token":"t","signature":"s"}})",
                             R"({"signature":{"timestamp":"1","token":["t"],"signature":"s"}})",
                             R"({"signature":{"timestamp":"1","token":"","signature":"s"}})",
                             R"({"signature":{"timestamp":"1"}})"})
        BOOST_TEST(!providers::read_mailgun_proof(json(text)).has_value(), text);
    base::Json::Object long_one{{"timestamp", "1"}, {"signature", "s"}};
    long_one.emplace("token", std::string(101, 't'));
    BOOST_TEST(
        !providers::read_mailgun_proof(base::Json::Object{{"signature", std::move(long_one)}}).has_value());
}

BOOST_AUTO_TEST_CASE(brevos_secret_comes_as_bearer_or_as_the_password_of_basic) {
    const base::Secret secret("s3cret:with:colons");
    BOOST_TEST(providers::is_from_brevo("Bearer s3cret:with:colons", secret));
    BOOST_TEST(providers::is_from_brevo("bearer s3cret:with:colons", secret));
    BOOST_TEST(providers::is_from_brevo(basic("anyone:s3cret:with:colons"), secret));
    for (const auto& bad : std::vector<std::string>{
             std::string(), std::string("Bearer"), std::string("Bearer "), std::string("Bearer s3cret"),
             std::string("s3cret:with:colons"), std::string("Basic s3cret:with:colons"),
             basic("s3cret:with:colons"), basic("anyone:"), basic(":"), std::string("Basic !!!"),
             std::string("Digest s3cret:with:colons")})
        BOOST_TEST(!providers::is_from_brevo(bad, secret), bad);
    BOOST_TEST(!providers::is_from_brevo("Bearer ", base::Secret("")));
    BOOST_TEST(!providers::is_from_brevo("", base::Secret("")));
}

BOOST_AUTO_TEST_CASE(brevos_events_are_told_apart) {
    const std::pair<const char*, Kind> events[] = {
        {"delivered", Kind::delivered},       {"soft_bounce", Kind::soft_bounce},
        {"deferred", Kind::deferred},         {"hard_bounce", Kind::hard_bounce},
        {"invalid_email", Kind::hard_bounce}, {"spam", Kind::complained},
        {"complaint", Kind::complained},      {"blocked", Kind::rejected}};
    for (const auto& [name, kind] : events) {
        const auto reports =
            providers::read_brevo_reports(base::Json::Object{{"event", name},
                                                             {"message-id", "<1.2@relay>"},
                                                             {"ts_epoch", std::int64_t{1520363423000}},
                                                             {"reason", " 550\r\nno "}},
                                          at(1600000000));
        BOOST_REQUIRE(reports.size() == 1u);
        BOOST_TEST((reports[0].kind == kind), name);
        BOOST_TEST(reports[0].provider_id == "1.2@relay");
        BOOST_TEST(reports[0].answer == "550  no");
        BOOST_TEST((reports[0].at == at(1520363423)));
    }
}

BOOST_AUTO_TEST_CASE(what_says_nothing_about_delivery_or_names_no_mail_is_left_out) {
    for (const auto* text :
         {R"({"event":"opened","message-id":"<a@b>"})", R"({"event":"delivered"})",
          R"({"message-id":"<a@b>"})", R"({"event":["delivered"],"message-id":"<a@b>"})",
          R"({"event":"delivered","message-id":7})", R"({"event":"delivered","message-id":"a b"})",
          R"({"event":"delivered","message-id":"ü@b"})", "[]", "7", R"(["delivered"])",
          R"({"event":"delivered","message-id":"<>"})"})
        BOOST_TEST(providers::read_brevo_reports(json(text), at(1)).empty(), text);
    for (const auto* text :
         {"{}", R"({"event-data":[]})", R"({"event-data":{"event":"opened"}})",
          R"({"event-data":{"event":"delivered"}})",
          R"({"event-data":{"event":"delivered","user-variables":{"outbox-id":"x' OR 1"}}})",
          R"({"event-data":{"event":"delivered","message":{"headers":{"message-id":[]}}}})"})
        BOOST_TEST(!providers::read_mailgun_report(json(text), at(1)).has_value(), text);
}

BOOST_AUTO_TEST_CASE(mailguns_failures_are_hard_or_soft_by_severity) {
    const auto kind = [](const char* severity) {
        return providers::read_mailgun_report(
                   json(fmt::format(
                       R"({{"event-data":{{"event":"failed","severity":"{}","id":"x","timestamp":5.25,
                        "delivery-status":{{"message":"550 5.1.1 no"}},"message":{{"headers":{{"message-id":"a@b"}}}}}}}})",
                       severity)),
                   at(100))
            .value();
    };
    BOOST_TEST((kind("permanent").kind == Kind::hard_bounce));
    BOOST_TEST((kind("temporary").kind == Kind::soft_bounce));
    BOOST_TEST((kind("").kind == Kind::soft_bounce));
    BOOST_TEST(kind("permanent").answer == "550 5.1.1 no");
    BOOST_TEST((kind("permanent").at == base::Instant(std::chrono::milliseconds(5250))));
}

BOOST_AUTO_TEST_CASE(a_time_ahead_of_us_or_beyond_reason_is_now) {
    for (const auto* stamp : {"99999999999", "-1", "1e300", "\"5\"", "null", "true"}) {
        const auto report = providers::read_mailgun_report(
            json(fmt::format(
                R"({{"event-data":{{"event":"delivered","timestamp":{},"message":{{"headers":{{"message-id":"a@b"}}}}}}}})",
                stamp)),
            at(100));
        BOOST_TEST((report.value().at == at(100)), stamp);
    }
}

BOOST_AUTO_TEST_CASE(the_same_report_has_the_same_key_and_another_has_not) {
    const auto key = [](const char* event, const char* id, const char* epoch) {
        return providers::read_brevo_reports(
                   json(fmt::format(R"({{"event":"{}","message-id":"{}","ts_epoch":{}}})", event, id, epoch)),
                   at(9))
            .at(0)
            .key;
    };
    const auto first = key("delivered", "<a@b>", "5");
    BOOST_TEST(first == key("delivered", "a@b", "5"));
    BOOST_TEST(first != key("hard_bounce", "<a@b>", "5"));
    BOOST_TEST(first != key("delivered", "<c@b>", "5"));
    BOOST_TEST(first != key("delivered", "<a@b>", "6"));
}

BOOST_AUTO_TEST_SUITE_END()
