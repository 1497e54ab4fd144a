// What a peer can send: cut, long, hostile, or gone. A request is whole or it is none.
#include <signal.h>

#include <boost/test/unit_test.hpp>

#include "fastcgi/client.h"
#include "fastcgi/pool.h"

using namespace fastcgi_test;

namespace {

std::string head_of(const std::string& path, size_t length) {
    return begin_request() +
           record(4, encode({{"REQUEST_METHOD", "POST"},
                             {"DOCUMENT_URI", path},
                             {"CONTENT_LENGTH", std::to_string(length)}})) +
           record(4, "");
}

// A request without a body that is so long, all its records together.
std::string request_of(const std::string& path, size_t bytes) {
    Parameters parameters{{"REQUEST_METHOD", "GET"}, {"DOCUMENT_URI", path}};
    constexpr size_t kRecords = 16 + 8 + 8 + 8, kName = 5, kLengths = 2;  // bytes
    for (int i = 10000; const size_t missing = bytes - kRecords - encode(parameters).size(); ++i) {
        const size_t taken = missing > 100 ? 50 : missing;  // what is left over has room for a name
        parameters[std::to_string(i)] = std::string(taken - kLengths - kName, 'a');
    }
    return begin_request() + record(4, encode(parameters)) + record(4, "") + record(5, "");
}

bool one_is_on(const Pool& pool, const std::string& route) {
    return std::ranges::count(pool.shown().workers, route, &fastcgi::WorkerShown::route) > 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(body_is_read_whole_though_the_worker_is_told_to_leave_halfway) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    BOOST_REQUIRE(connection.send(head_of("/body", 1000) + record(5, std::string(500, 'a'))));
    BOOST_REQUIRE(eventually([&] { return one_is_on(pool, "GET /body"); }));
    const pid_t worker = pool.shown().workers.at(0).pid;
    for (const int signal : {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGINT}) kill(worker, signal);
    pool.signal(SIGTERM);
    BOOST_REQUIRE(eventually([&] { return count_of(pool.log(), "event=master.stopping") == 1; }));
    BOOST_REQUIRE(connection.send(record(5, std::string(500, 'b')) + record(5, "")));
    BOOST_TEST(connection.answer().ends_with("\r\n\r\n1000"));
    BOOST_TEST(pool.exit_status() == 0);
}

BOOST_AUTO_TEST_CASE(body_cut_by_the_peer_is_refused) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    // Fewer bytes than declared, then the end of the stream.
    BOOST_REQUIRE(connection.send(head_of("/body", 1000) + record(5, std::string(999, 'a')) + record(5, "")));
    BOOST_TEST(connection.answer().ends_with("\r\n\r\ncut"));
    BOOST_TEST(ask(pool.socket(), "/body", std::string(999, 'a')) == "999");
}

BOOST_AUTO_TEST_CASE(peer_gone_in_mid_body_leaves_the_worker_unharmed) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    BOOST_REQUIRE(connection.send(head_of("/body", 1000) + record(5, std::string(10, 'a'))));
    connection.close();
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
    BOOST_TEST(eventually([&] { return pool.shown().requests == 2; }));
    BOOST_TEST(pool.shown().died == 0u);
}

BOOST_AUTO_TEST_CASE(parameters_cut_by_the_peer_reach_no_service) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    const std::string parameters = encode({{"DOCUMENT_URI", "/pid"}, {"REQUEST_METHOD", "GET"}});
    BOOST_REQUIRE(connection.send(begin_request() + record(4, parameters)));
    connection.close();
    BOOST_TEST(eventually([&] { return pool.shown().cut_requests == 1; }));
    BOOST_TEST(pool.shown().requests == 0u);
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
}

BOOST_AUTO_TEST_CASE(get_values_overrun_costs_one_worker_only) {
    Pool pool({"workers=2"});
    BOOST_REQUIRE(pool.ready());
    std::string names;
    for (int i = 0; i < 200; ++i) names += encode({{"FCGI_MAX_CONNS", ""}});
    std::string values = record(9, names), end = record(9, "");
    values[3] = end[3] = 0;  // a management record belongs to request 0
    Connection connection(pool.socket());
    BOOST_REQUIRE(connection.send(values + end));
    BOOST_TEST(connection.answer() == "");
    BOOST_TEST(eventually([&] { return pool.shown().died == 1 && pool.shown().workers.size() == 2; }));
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
    BOOST_TEST(pool.shown().died == 1u);
}

BOOST_AUTO_TEST_CASE(two_cookie_headers_are_both_seen) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    const std::string parameters = encode({{"DOCUMENT_URI", "/cookies"}, {"HTTP_COOKIE", "a=1"}}) +
                                   encode({{"HTTP_COOKIE", "b=2"}, {"HTTP_COOKIES", "no"}});
    BOOST_REQUIRE(connection.send(begin_request() + record(4, parameters) + record(4, "") + record(5, "")));
    BOOST_TEST(connection.answer().ends_with("\r\n\r\na=1; b=2"));
}

BOOST_AUTO_TEST_CASE(exception_is_a_500_and_the_worker_goes_on) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    const std::string worker = ask(pool.socket(), "/pid");
    Connection connection(pool.socket());
    BOOST_REQUIRE(connection.send(request("/throw")));
    BOOST_TEST(connection.answer().starts_with("Status: 500"));
    BOOST_TEST(ask(pool.socket(), "/pid") == worker);
    BOOST_TEST(ask(pool.socket(), "/missing") == "no");
    BOOST_TEST(pool.shown().server_errors == 1u);
    BOOST_TEST(pool.shown().client_errors == 1u);
    BOOST_TEST(count_of(pool.log(), "thrown") == 1u);
}

BOOST_AUTO_TEST_CASE(client_gone_before_a_large_answer_is_counted_not_fatal) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    const std::string worker = ask(pool.socket(), "/pid");
    BOOST_TEST(ask(pool.socket(), "/large").size() == 3'000'000u);
    {
        Connection connection(pool.socket());
        BOOST_REQUIRE(connection.send(request("/large")));
    }
    BOOST_TEST(eventually([&] { return pool.shown().clients_gone == 1; }));
    BOOST_TEST(ask(pool.socket(), "/pid") == worker);
}

BOOST_AUTO_TEST_CASE(worker_does_not_sleep_until_a_peer_without_a_body_has_closed) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection keeper(pool.socket());
    BOOST_REQUIRE(keeper.send(request("/pid")));
    BOOST_TEST(!keeper.answer().empty());
    BOOST_TEST(keeper.has_ended());
    BOOST_TEST(!keeper.send("more"));  // closed, not only shut: there is nobody left to read
}

// libfcgi reads 8192 bytes at once: of a request that ends behind them the last record is not read. nginx
// drops what it has of an answer when the connection breaks off.
BOOST_AUTO_TEST_CASE(connection_does_not_break_off_though_the_last_record_was_not_read) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    for (size_t unread = 1; unread <= 16; ++unread) {
        Connection connection(pool.socket());
        BOOST_REQUIRE(connection.send(request_of("/pid", 8192 + unread)));
        BOOST_TEST(!connection.answer().empty());
        BOOST_TEST(connection.has_ended(), "broken off with " << unread << " bytes unread");
    }
}

BOOST_AUTO_TEST_CASE(peer_that_still_sends_its_body_is_not_hung_up_on) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    BOOST_REQUIRE(connection.send(head_of("/missing", 60000)));
    BOOST_TEST(connection.answer().ends_with("no"));
    BOOST_TEST(connection.has_ended());
    BOOST_TEST(connection.send(record(5, std::string(60000, 'a')) + record(5, "")));
}

BOOST_AUTO_TEST_CASE(answer_is_whole_though_bytes_behind_the_request_are_never_read) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection connection(pool.socket());
    BOOST_REQUIRE(connection.send(request("/large") + std::string(60000, 'a')));
    BOOST_TEST(connection.answer().size() > 3'000'000u);
    BOOST_TEST(pool.shown().clients_gone == 0u);
}

BOOST_AUTO_TEST_CASE(kept_connection_does_not_hold_a_worker) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection keeper(pool.socket());
    BOOST_REQUIRE(keeper.send(begin_request(true) + record(4, encode({{"DOCUMENT_URI", "/pid"}})) +
                              record(4, "") + record(5, "")));
    BOOST_TEST(!keeper.answer().empty());
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());  // while `keeper` is still open
}

BOOST_AUTO_TEST_SUITE_END()
