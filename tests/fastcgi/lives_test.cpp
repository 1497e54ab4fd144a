// Workers that die, retire, get stuck or cannot start: the pool goes on, and the log says what happened.
#include <signal.h>
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <thread>

#include "fastcgi/backoff.h"
#include "fastcgi/client.h"
#include "fastcgi/pool.h"

using namespace fastcgi_test;
using fastcgi::WorkerState;

BOOST_AUTO_TEST_SUITE(lives)

BOOST_AUTO_TEST_CASE(worker_killed_in_mid_request_is_replaced_and_the_other_goes_on) {
    Pool pool({"workers=2"});
    BOOST_REQUIRE(pool.ready());
    Connection first(pool.socket()), second(pool.socket());
    BOOST_REQUIRE(first.send(request("/wait")) && second.send(request("/wait")));
    std::vector<fastcgi::WorkerShown> busy;
    BOOST_REQUIRE(eventually([&] {
        busy = pool.shown().workers;
        return std::ranges::count(busy, std::string("GET /wait"), &fastcgi::WorkerShown::route) == 2;
    }));
    kill(busy[0].pid, SIGKILL);
    BOOST_TEST(eventually([&] { return pool.shown().died == 1 && pool.shown().workers.size() == 2; }));
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
    pool.write("go", "");
    const std::string one = first.answer(), two = second.answer();
    BOOST_TEST(one.empty() != two.empty());
    BOOST_TEST((one + two).ends_with(std::to_string(busy[1].pid)));
    BOOST_TEST(count_of(pool.log(), "event=worker.died") == 1u);
    BOOST_TEST(count_of(pool.log(), "signal=9") == 1u);
}

BOOST_AUTO_TEST_CASE(worker_retires_after_its_share_and_no_request_is_lost) {
    Pool pool({"workers=1", "requests=5"});
    BOOST_REQUIRE(pool.ready());
    std::map<std::string, int> answers;
    for (int i = 0; i < 20; ++i) ++answers[ask(pool.socket(), "/pid")];
    BOOST_TEST(answers.size() == 4u);
    for (const auto& [pid, count] : answers)
        BOOST_TEST(count == 5, "worker " << pid << " answered " << count);
    BOOST_TEST(eventually([&] { return pool.shown().retired == 4; }));
    BOOST_TEST(pool.shown().died == 0u);
}

BOOST_AUTO_TEST_CASE(worker_over_its_memory_retires_after_its_request) {
    Pool pool({"workers=1", "memory=4096"});
    BOOST_REQUIRE(pool.ready());
    const std::string first = ask(pool.socket(), "/pid"), second = ask(pool.socket(), "/pid");
    BOOST_TEST(!first.empty());
    BOOST_TEST(!second.empty());
    BOOST_TEST(first != second);
}

BOOST_AUTO_TEST_CASE(request_past_its_deadline_costs_its_worker_only_and_names_route_and_setting) {
    Pool pool({"workers=2", "deadline=1"});
    BOOST_REQUIRE(pool.ready());
    Connection stuck(pool.socket());
    BOOST_REQUIRE(stuck.send(request("/forever")));
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
    BOOST_TEST(stuck.answer() == "");
    BOOST_TEST(eventually([&] { return pool.shown().killed == 1 && pool.shown().workers.size() == 2; }));
    BOOST_TEST(pool.shown().died == 0u);
    const std::string log = pool.log();
    BOOST_TEST(log.find("GET /forever") != std::string::npos);
    BOOST_TEST(log.find("setting=toy.deadline") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(peer_that_stalls_in_its_parameters_is_cut_off_at_the_deadline) {
    Pool pool({"workers=1", "deadline=1"});
    BOOST_REQUIRE(pool.ready());
    Connection stalled(pool.socket());
    BOOST_REQUIRE(stalled.send(begin_request()));
    BOOST_TEST(stalled.answer() == "");
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
}

BOOST_AUTO_TEST_CASE(worker_that_does_not_come_up_is_killed_at_the_deadline) {
    Pool pool({"workers=1", "deadline=1"});
    BOOST_REQUIRE(pool.ready());
    pool.write("slow", "");
    kill(pool.shown().workers.at(0).pid, SIGKILL);
    BOOST_TEST(eventually([&] { return pool.log().find("did not come up in time") != std::string::npos; }));
    std::filesystem::remove(pool.folder() + "/slow");
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
}

BOOST_AUTO_TEST_CASE(workers_that_cannot_start_are_tried_again_ever_more_slowly) {
    Pool pool({"workers=3"});
    BOOST_REQUIRE(pool.ready());
    pool.write("broken", "");
    for (const auto& worker : pool.shown().workers) kill(worker.pid, SIGKILL);
    BOOST_TEST(eventually([&] { return count_of(pool.log(), "event=workers.die_young") >= 3; }));
    const std::string log = pool.log();
    BOOST_TEST(log.find("next_start_ms=100") < log.find("next_start_ms=200"));
    BOOST_TEST(log.find("next_start_ms=200") < log.find("next_start_ms=400"));
    BOOST_TEST(pool.shown().started < 20u);
    std::filesystem::remove(pool.folder() + "/broken");
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
}

BOOST_AUTO_TEST_CASE(waits_double_once_a_round_from_a_tenth_to_ten_seconds) {
    constexpr std::int64_t ms = fastcgi::Backoff::kMillisecond;
    fastcgi::Backoff backoff;
    std::int64_t now = 1000 * ms;
    BOOST_TEST(!backoff.died(now, 1000 * ms));  // old enough: no young death
    BOOST_TEST(!backoff.died(now, 999 * ms));   // the first is replaced at once
    BOOST_TEST(backoff.until() <= now);
    for (const int wait : {100, 200, 400, 800, 1600, 3200, 6400, 10000, 10000}) {
        BOOST_TEST(backoff.died(now, 0));
        BOOST_TEST(backoff.wait() == wait * ms);
        BOOST_TEST(!backoff.died(now + 1, 0));  // within the same wait
        now = backoff.until();
    }
    now += fastcgi::Backoff::kForget + fastcgi::Backoff::kLongest + 1;
    BOOST_TEST(!backoff.died(now, 0));
}

BOOST_AUTO_TEST_CASE(workers_go_when_their_master_is_killed_but_finish_their_request) {
    Pool pool({"workers=2"});
    BOOST_REQUIRE(pool.ready());
    Connection running(pool.socket());
    BOOST_REQUIRE(running.send(request("/wait")));
    BOOST_REQUIRE(eventually([&] {
        return std::ranges::count(pool.shown().workers, std::string("GET /wait"),
                                  &fastcgi::WorkerShown::route) == 1;
    }));
    const auto workers = pool.shown().workers;
    pool.signal(SIGKILL);
    const auto alive = [&](size_t count) {
        return std::ranges::count_if(workers, [](auto& w) { return kill(w.pid, 0) == 0; }) ==
               static_cast<long>(count);
    };
    BOOST_TEST(eventually([&] { return alive(1); }));
    pool.write("go", "");
    BOOST_TEST(!running.answer().empty());
    BOOST_TEST(eventually([&] { return alive(0); }));
}

BOOST_AUTO_TEST_CASE(workers_are_nicer_than_the_master_by_the_setting) {
    Pool pool({"workers=1", "nice=7"});
    BOOST_REQUIRE(pool.ready());
    BOOST_TEST(getpriority(PRIO_PROCESS, static_cast<id_t>(pool.shown().workers.at(0).pid)) == 7);
    BOOST_TEST(getpriority(PRIO_PROCESS, static_cast<id_t>(pool.pid())) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
