// The providers' tables, row by row: what each answer of theirs makes of a mail, a verification, a look-up.
#include <boost/test/unit_test.hpp>

#include "base/clock.h"
#include "providers/breach_range.h"
#include "providers/brevo.h"
#include "providers/mailgun.h"
#include "providers/numverify.h"
#include "providers/vonage_v1.h"

using namespace providers;

namespace {

Answer answer(long code, std::string body, std::map<std::string, std::string, std::less<>> headers = {}) {
    return {.failure = Failure::none,
            .code = code,
            .handed_over = true,
            .body = std::move(body),
            .headers = std::move(headers)};
}
Answer failed(Failure failure, bool handed_over) {
    return {.failure = failure, .code = 0, .handed_over = handed_over};
}

struct MailRow {
    long code;
    const char* body;
    Outcome outcome;
};

const base::Instant kNow = base::from_sql("2026-11-21 01:00:00");

}  // namespace

BOOST_AUTO_TEST_SUITE(providers_tables)

BOOST_AUTO_TEST_CASE(brevo_answers_are_told_apart) {
    const MailRow rows[] = {
        {201, R"({"messageId":"<1@smtp-relay>"})", Outcome::accepted},
        {201, R"({"messageIds":["<1@x>","<2@x>"]})", Outcome::accepted},
        {202, R"({"messageId":"<1@x>","batchId":"b"})", Outcome::accepted},
        {201, "", Outcome::accepted},
        {201, R"({"messageId":17})", Outcome::accepted},
        {201, R"({"messageId":"<1@)", Outcome::accepted},
        {200, R"({"code":"internal","message":"failed"})", Outcome::unknown},
        {200, "<html>hello</html>", Outcome::misconfigured},
        {301, "", Outcome::misconfigured},
        {400, R"({"code":"invalid_parameter","message":"valid sender email required"})", Outcome::permanent},
        {400, R"({"code":"duplicate_parameter","message":"x"})", Outcome::accepted},
        {400, R"({"message":"x","code":"duplicate_request"})", Outcome::accepted},
        {400, R"({"code":12})", Outcome::permanent},
        {401, R"({"message":"Key not found","code":"unauthorized"})", Outcome::misconfigured},
        {402, R"({"code":"not_enough_credits"})", Outcome::misconfigured},
        {403, R"({"code":"permission_denied"})", Outcome::misconfigured},
        {405, "", Outcome::permanent},
        {406, "", Outcome::permanent},
        {422, R"({"code":"unprocessable_entity"})", Outcome::permanent},
        {408, "", Outcome::temporary},
        {429, "", Outcome::temporary},
        {500, "<html>", Outcome::temporary},
        {502, "<html>", Outcome::temporary},
        {503, "{\"", Outcome::temporary},
        {504, "", Outcome::unknown},
    };
    for (const auto& row : rows)
        BOOST_TEST((judge_brevo(answer(row.code, row.body)).outcome == row.outcome),
                   row.code << " " << row.body);
    BOOST_TEST(judge_brevo(answer(201, rows[0].body)).provider_id == "<1@smtp-relay>");
    BOOST_TEST(judge_brevo(answer(201, rows[1].body)).provider_id == "<1@x>");
}

BOOST_AUTO_TEST_CASE(brevos_reset_header_is_obeyed_within_bounds) {
    const auto wait = [](const char* reset) {
        return judge_brevo(answer(429, "", {{"x-sib-ratelimit-reset", reset}})).retry_after;
    };
    BOOST_TEST(wait("17")->count() == 17);
    BOOST_TEST(wait("0")->count() == 1);
    BOOST_TEST(wait("1792000000")->count() == 120);
    BOOST_TEST(!wait("soon"));
}

BOOST_AUTO_TEST_CASE(mailgun_answers_are_told_apart) {
    const MailRow rows[] = {
        {200, R"({"id":"<1@mg>","message":"Queued. Thank you."})", Outcome::accepted},
        {200, R"({"id":"<1@mg>","message":"Queued. Thank you"})", Outcome::accepted},
        {200, "Mailgun Magnificent API", Outcome::misconfigured},
        {200, "<html>", Outcome::misconfigured},
        {200, "", Outcome::misconfigured},
        {200, R"({"id":"<1@mg>","mess)", Outcome::unknown},
        {200, R"({"id":1,"message":2})", Outcome::unknown},
        {400, R"({"message":"'to' parameter is not a valid address"})", Outcome::permanent},
        {401, "Forbidden", Outcome::misconfigured},
        {402, "", Outcome::misconfigured},
        {404, R"({"message":"Domain not found: example.com"})", Outcome::misconfigured},
        {413, "", Outcome::permanent},
        {429, "", Outcome::temporary},
        {500, "", Outcome::temporary},
        {503, "<html>", Outcome::temporary},
        {504, "", Outcome::unknown},
    };
    for (const auto& row : rows)
        BOOST_TEST((judge_mailgun(answer(row.code, row.body), kNow).outcome == row.outcome),
                   row.code << " " << row.body);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(kNow.time_since_epoch()).count();
    const auto reset = fmt::format("{}.25", now + 90);
    BOOST_TEST(judge_mailgun(answer(429, "", {{"x-ratelimit-reset", reset}}), kNow).retry_after->count() ==
               91);
}

BOOST_AUTO_TEST_CASE(a_break_is_doubtful_only_after_the_request_was_handed_over) {
    for (const auto failure : {Failure::timeout, Failure::broken}) {
        BOOST_TEST((judge_brevo(failed(failure, true)).outcome == Outcome::unknown));
        BOOST_TEST((judge_brevo(failed(failure, false)).outcome == Outcome::temporary));
        BOOST_TEST((judge_mailgun(failed(failure, true), kNow).outcome == Outcome::unknown));
    }
    BOOST_TEST((judge_brevo(failed(Failure::unreachable, false)).outcome == Outcome::temporary));
    BOOST_TEST((judge_brevo(failed(Failure::insecure, false)).outcome == Outcome::misconfigured));
}

BOOST_AUTO_TEST_CASE(vonage_v2_start_answers_are_told_apart) {
    const std::pair<Answer, Verification> rows[] = {
        {answer(202, R"({"request_id":"c11236f4-00bf-4b89-84ba-88b25df97315"})"), Verification::started},
        {answer(202, "{}"), Verification::unavailable},
        {answer(202, R"({"request_id":"../../x"})"), Verification::unavailable},
        {answer(401, ""), Verification::misconfigured},
        {answer(402, ""), Verification::misconfigured},
        {answer(403, "<html>"), Verification::misconfigured},
        {answer(409, R"({"title":"Conflict","request_id":"c11236f4"})"), Verification::running},
        {answer(422, R"({"title":"Invalid params"})"), Verification::bad_number},
        {answer(429, R"({"title":"Rate Limit Hit"})"), Verification::later},
        {answer(500, "<html>"), Verification::unavailable},
        {answer(302, ""), Verification::misconfigured},
        {failed(Failure::timeout, true), Verification::unavailable},
        {failed(Failure::insecure, false), Verification::misconfigured},
    };
    for (const auto& [given, outcome] : rows)
        BOOST_TEST((judge_vonage_start(given).outcome == outcome), given.code << " " << given.body);
}

BOOST_AUTO_TEST_CASE(vonage_v2_check_verifies_only_on_200) {
    const std::pair<long, Verification> rows[] = {
        {200, Verification::verified},      {202, Verification::misconfigured},
        {204, Verification::misconfigured}, {400, Verification::wrong_code},
        {404, Verification::over},          {409, Verification::over},
        {410, Verification::over},          {422, Verification::wrong_code},
        {429, Verification::later},         {500, Verification::unavailable},
        {302, Verification::misconfigured}};
    for (const auto& [code, outcome] : rows)
        BOOST_TEST((judge_vonage_check(answer(code, ""), false).outcome == outcome), code);
    for (const auto* body :
         {"<html>", "{\"status\":\"failed\"}", "[]", "{\"status\":0}", "{\"request_id\":\""})
        BOOST_TEST((judge_vonage_check(answer(200, body), false).outcome != Verification::verified), body);
    for (const auto* body : {"{}", "{\"status\":\"complete\"}", "{\"status\":\"completed\"}"})
        BOOST_TEST((judge_vonage_check(answer(200, body), false).outcome == Verification::verified), body);
    BOOST_TEST((judge_vonage_check(answer(404, ""), true).outcome == Verification::undetermined));
}

BOOST_AUTO_TEST_CASE(vonage_v1_hides_its_meaning_in_a_200) {
    const auto start = [](int status) {
        return judge_vonage_v1_start(
                   answer(200, fmt::format(R"({{"request_id":"abc","status":"{}"}})", status)))
            .outcome;
    };
    const auto check = [](int status, bool repeated = false) {
        return judge_vonage_v1_check(answer(200, fmt::format(R"({{"status":"{}"}})", status)), repeated)
            .outcome;
    };
    const std::pair<int, Verification> starts[] = {
        {0, Verification::started},        {1, Verification::later},
        {2, Verification::misconfigured},  {3, Verification::bad_number},
        {4, Verification::misconfigured},  {5, Verification::unavailable},
        {6, Verification::bad_number},     {7, Verification::unreachable_number},
        {8, Verification::misconfigured},  {9, Verification::misconfigured},
        {10, Verification::running},       {15, Verification::unreachable_number},
        {20, Verification::misconfigured}, {29, Verification::misconfigured}};
    for (const auto& [status, outcome] : starts) BOOST_TEST((start(status) == outcome), status);
    BOOST_TEST((check(0) == Verification::verified));
    BOOST_TEST((check(16) == Verification::wrong_code));
    BOOST_TEST((check(17) == Verification::over));
    BOOST_TEST((check(6) == Verification::over));
    BOOST_TEST((check(6, true) == Verification::undetermined));
    for (const auto* body : {"", "{}", "<html>", R"({"status":0})", R"({"status":"zero"})"})
        BOOST_TEST((judge_vonage_v1_check(answer(200, body), false).outcome != Verification::verified), body);
}

BOOST_AUTO_TEST_CASE(the_next_way_is_started_or_none_is_left_or_all_is_over) {
    const std::pair<long, Verification> rows[] = {
        {200, Verification::started},       {202, Verification::started},
        {404, Verification::over},          {410, Verification::over},
        {409, Verification::running},       {401, Verification::misconfigured},
        {402, Verification::misconfigured}, {302, Verification::misconfigured},
        {429, Verification::later},         {500, Verification::unavailable}};
    for (const auto& [code, outcome] : rows)
        BOOST_TEST((judge_vonage_next(answer(code, "")).outcome == outcome), code);
    BOOST_TEST((judge_vonage_next(failed(Failure::timeout, true)).outcome == Verification::unavailable));
    const std::pair<int, Verification> olds[] = {{0, Verification::started},
                                                 {1, Verification::later},
                                                 {4, Verification::misconfigured},
                                                 {6, Verification::over},
                                                 {19, Verification::running}};
    for (const auto& [status, outcome] : olds) {
        const auto told = answer(200, fmt::format(R"({{"status":"{}"}})", status));
        BOOST_TEST((judge_vonage_v1_next(told).outcome == outcome), status);
    }
}

BOOST_AUTO_TEST_CASE(a_reference_or_code_from_outside_never_bends_the_path) {
    for (const auto* bad : {"", "../x", "a/b", "a?b", "a b", "a\r\nb", "%2e"})
        BOOST_TEST(!is_reference(bad), bad);
    for (const auto* bad : {"", "123", "12345678901", "12a4", "12 4"}) BOOST_TEST(!is_code(bad), bad);
}

BOOST_AUTO_TEST_CASE(numverify_trouble_is_never_an_invalid_number) {
    using Verdict = PhoneLookup::Verdict;
    const std::pair<Answer, Verdict> rows[] = {
        {answer(200, R"({"valid":true,"country_code":"US","line_type":"mobile","carrier":"AT&T"})"),
         Verdict::valid},
        {answer(200, R"({"valid":false,"line_type":null})"), Verdict::invalid},
        {answer(200, R"({"success":false,"error":{"code":101}})"), Verdict::not_checked},
        {answer(200, R"({"success":false,"error":{"code":104}})"), Verdict::not_checked},
        {answer(400, R"({"success":false,"error":{"code":211}})"), Verdict::not_checked},
        {answer(401, R"({"message":"No API key found in request"})"), Verdict::not_checked},
        {answer(200, R"({"valid":"false"})"), Verdict::not_checked},
        {answer(500, R"({"valid":false})"), Verdict::not_checked},
        {answer(200, "<html>"), Verdict::not_checked},
        {failed(Failure::timeout, true), Verdict::not_checked},
    };
    for (const auto& [given, verdict] : rows)
        BOOST_TEST((judge_numverify(given).verdict == verdict), given.body);
    BOOST_TEST(judge_numverify(rows[2].first).misconfigured);
    BOOST_TEST(numverify_may_repeat(answer(200, R"({"success":false,"error":{"code":106}})")));
    BOOST_TEST(!numverify_may_repeat(answer(200, R"({"success":false,"error":{"code":104}})")));
}

BOOST_AUTO_TEST_CASE(a_padded_line_is_no_breach) {
    const std::string_view suffix = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
    BOOST_TEST(
        count_in_range("0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824",
                       suffix) == 9545824u);
    BOOST_TEST(count_in_range("1e4c9b93f3f0682250b6cf8331b7ee68fd8:3\n", suffix) == 3u);
    BOOST_TEST(count_in_range("1E4C9B93F3F0682250B6CF8331B7EE68FD8:0\r\n", suffix) == 0u);
    BOOST_TEST(
        count_in_range("1E4C9B93F3F0682250B6CF8331B7EE68FD8\n:1\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:x\n",
                       suffix) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
