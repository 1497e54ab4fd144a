// Start, reload and stop of a pool: nobody who was let in is lost.
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <filesystem>
#include <set>
#include <thread>

#include "fastcgi/client.h"
#include "fastcgi/pool.h"

using namespace fastcgi_test;

namespace {

// Asks for /pid over and over, from three threads, until it ends.
class Load {
  public:
    explicit Load(std::string socket) : socket_(std::move(socket)) {
        for (int i = 0; i < 3; ++i)
            threads_.emplace_back([this] {
                while (!stop_) (ask(socket_, "/pid").empty() ? failed : answered)++;
            });
    }
    ~Load() { end(); }
    void end() {
        stop_ = true;
        for (auto& thread : threads_) thread.join();
        threads_.clear();
    }
    std::atomic<int> failed{0}, answered{0};

  private:
    std::string socket_;
    std::atomic<bool> stop_{false};
    std::vector<std::thread> threads_;
};

std::set<pid_t> pids(const Pool& pool) {
    std::set<pid_t> set;
    for (const auto& worker : pool.shown().workers) set.insert(worker.pid);
    return set;
}

int unix_socket(int type, const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
        throw std::runtime_error("bind");
    if (type == SOCK_STREAM) listen(fd, 1024);
    return fd;
}

bool runs(const Pool& pool, const std::string& route, long count) {
    return std::ranges::count(pool.shown().workers, route, &fastcgi::WorkerShown::route) == count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stopping)

BOOST_AUTO_TEST_CASE(running_request_is_answered_after_term_and_the_exit_is_clean) {
    for (const int signal : {SIGTERM, SIGINT}) {
        Pool pool({"workers=2"});
        BOOST_REQUIRE(pool.ready());
        Connection running(pool.socket());
        BOOST_REQUIRE(running.send(request("/wait")));
        BOOST_REQUIRE(eventually([&] { return runs(pool, "GET /wait", 1); }));
        pool.signal(signal);
        BOOST_TEST(eventually([&] { return pids(pool).size() == 1; }));
        pool.write("go", "");
        BOOST_TEST(!running.answer().empty());
        BOOST_TEST(pool.exit_status() == 0);
        BOOST_TEST(access(pool.socket().c_str(), F_OK) != 0);
    }
}

BOOST_AUTO_TEST_CASE(who_waits_in_the_queue_of_our_own_socket_is_answered_after_term) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    Connection running(pool.socket()), waiting(pool.socket()), another(pool.socket());
    BOOST_REQUIRE(running.send(request("/wait")));
    BOOST_REQUIRE(eventually([&] { return runs(pool, "GET /wait", 1); }));
    BOOST_REQUIRE(waiting.send(request("/pid")) && another.send(request("/pid")));
    pool.signal(SIGTERM);
    BOOST_REQUIRE(eventually([&] { return count_of(pool.log(), "event=master.stopping") == 1; }));
    pool.write("go", "");
    BOOST_TEST(!running.answer().empty());
    BOOST_TEST(!waiting.answer().empty());
    BOOST_TEST(!another.answer().empty());
    BOOST_TEST(pool.exit_status() == 0);
}

BOOST_AUTO_TEST_CASE(request_that_outlasts_the_drain_is_killed_and_the_setting_named) {
    Pool pool({"workers=1", "drain=1"});
    BOOST_REQUIRE(pool.ready());
    Connection running(pool.socket());
    BOOST_REQUIRE(running.send(request("/forever")));
    BOOST_REQUIRE(eventually([&] { return runs(pool, "GET /forever", 1); }));
    pool.signal(SIGTERM);
    BOOST_TEST(pool.exit_status() == 0);
    BOOST_TEST(count_of(pool.log(), "setting=toy.drain") == 1u);
}

// Workers that wait for something when they come up, here until the file "slow" is gone: which it never is.
BOOST_AUTO_TEST_CASE(term_while_all_workers_come_up_ends_the_pool_at_once_and_cleanly) {
    for (const int signal : {SIGTERM, SIGINT}) {
        Pool pool({"workers=3", "slow=1", "drain=5"});
        BOOST_REQUIRE(eventually([&] { return pool.shown().workers.size() == 3; }));
        pool.signal(signal);
        BOOST_TEST(pool.exit_status() == 0);
        BOOST_TEST(count_of(pool.log(), "worker.killed") == 0u);
        BOOST_TEST(count_of(pool.log(), "worker.died") == 0u);
        BOOST_TEST(access(pool.socket().c_str(), F_OK) != 0);
    }
}

BOOST_AUTO_TEST_CASE(term_while_one_worker_comes_up_waits_for_the_request_of_the_other_only) {
    Pool pool({"workers=2", "drain=5"});
    BOOST_REQUIRE(pool.ready());
    Connection running(pool.socket());
    BOOST_REQUIRE(running.send(request("/wait")));
    BOOST_REQUIRE(eventually([&] { return runs(pool, "GET /wait", 1); }));
    pool.write("slow", "");
    for (const auto& worker : pool.shown().workers)
        if (worker.route != "GET /wait") kill(worker.pid, SIGKILL);
    BOOST_REQUIRE(eventually([&] {
        return std::ranges::count(pool.shown().workers, fastcgi::WorkerState::starting,
                                  &fastcgi::WorkerShown::state) == 1;
    }));
    Connection waiting(pool.socket());
    BOOST_REQUIRE(waiting.send(request("/pid")));
    pool.signal(SIGTERM);
    BOOST_TEST(eventually([&] { return pids(pool).size() == 1; }));
    pool.write("go", "");
    BOOST_TEST(!running.answer().empty());
    BOOST_TEST(!waiting.answer().empty());
    BOOST_TEST(pool.exit_status() == 0);
    BOOST_TEST(count_of(pool.log(), "worker.killed") == 0u);
}

BOOST_AUTO_TEST_CASE(term_while_the_workers_of_a_reload_come_up_waits_for_the_old_ones_request_only) {
    Pool pool({"workers=1", "drain=5"});
    BOOST_REQUIRE(pool.ready());
    Connection running(pool.socket());
    BOOST_REQUIRE(running.send(request("/wait")));
    BOOST_REQUIRE(eventually([&] { return runs(pool, "GET /wait", 1); }));
    pool.write("slow", "");
    pool.signal(SIGHUP);
    BOOST_REQUIRE(eventually([&] { return pids(pool).size() == 2; }));
    pool.signal(SIGTERM);
    BOOST_TEST(eventually([&] { return pids(pool).size() == 1; }));
    pool.write("go", "");
    BOOST_TEST(!running.answer().empty());
    BOOST_TEST(pool.exit_status() == 0);
    BOOST_TEST(count_of(pool.log(), "worker.killed") == 0u);
}

BOOST_AUTO_TEST_CASE(saturated_pool_stops_in_time) {
    const std::string path = "/tmp/fastcgi_saturated." + std::to_string(getpid());
    const int listening = unix_socket(SOCK_STREAM, path);  // handed over: its queue never runs empty
    {
        Pool pool({"workers=1", "drain=10"}, listening);
        BOOST_REQUIRE(pool.ready());
        std::atomic<bool> stop{false};
        std::vector<std::thread> peers;
        for (int i = 0; i < 4; ++i)
            peers.emplace_back([&] {
                while (!stop) {
                    Connection connection(path);
                    connection.send(request("/pid"));
                    if (!stop && pool.shown().alive) connection.answer();
                }
            });
        BOOST_TEST(eventually([&] { return pool.shown().requests > 100; }));
        pool.signal(SIGTERM);
        BOOST_TEST(pool.exit_status() == 0);
        BOOST_TEST(count_of(pool.log(), "worker.killed") == 0u);
        stop = true;
        ::shutdown(listening, SHUT_RDWR);
        close(listening);
        for (auto& peer : peers) peer.join();
    }
    unlink(path.c_str());
}

BOOST_AUTO_TEST_CASE(reload_under_load_loses_no_request_and_brings_new_workers) {
    Pool pool({"workers=3"});
    BOOST_REQUIRE(pool.ready());
    Load load(pool.socket());
    std::set<pid_t> seen = pids(pool);
    for (int round = 1; round <= 5; ++round) {
        const auto before = pids(pool);
        pool.signal(SIGHUP);
        BOOST_REQUIRE(eventually([&] {
            const auto now = pids(pool);
            return count_of(pool.log(), "event=master.ready") == static_cast<size_t>(round) + 1 &&
                   now.size() == 3 &&
                   std::ranges::none_of(now, [&](pid_t pid) { return before.contains(pid); });
        }));
        const int answered = load.answered;
        BOOST_REQUIRE(eventually([&] { return load.answered > answered + 50; }));
    }
    load.end();
    BOOST_TEST(load.failed == 0);
    BOOST_TEST(load.answered > 250);
    BOOST_TEST(pool.shown().reloads == 5u);
    BOOST_TEST(pool.shown().died == 0u);
    BOOST_TEST(pool.shown().killed == 0u);
}

BOOST_AUTO_TEST_CASE(request_running_at_a_reload_is_finished_by_its_old_worker) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    const pid_t old = pool.shown().workers.at(0).pid;
    Connection running(pool.socket());
    BOOST_REQUIRE(running.send(request("/wait")));
    BOOST_REQUIRE(eventually([&] { return runs(pool, "GET /wait", 1); }));
    pool.signal(SIGHUP);
    BOOST_REQUIRE(eventually([&] { return count_of(pool.log(), "event=master.ready") == 2; }));
    const std::string fresh = ask(pool.socket(), "/pid");
    BOOST_TEST(!fresh.empty());
    BOOST_TEST(fresh != std::to_string(old));
    pool.write("go", "");
    BOOST_TEST(running.answer().ends_with(std::to_string(old)));
    BOOST_TEST(eventually([&] { return pids(pool) == std::set<pid_t>{atoi(fresh.c_str())}; }));
}

// The master sleeps while its worker dies and it is told to reload: it re-executes itself before it has seen
// the death, of which it will hear no second time.
BOOST_AUTO_TEST_CASE(worker_that_died_in_the_instant_of_a_reload_is_buried_and_its_row_is_free) {
    Pool pool({"workers=2"});
    BOOST_REQUIRE(pool.ready());
    const auto before = pool.shown().workers;
    pool.signal(SIGSTOP);
    kill(before[0].pid, SIGKILL);
    pool.signal(SIGHUP);
    pool.signal(SIGCONT);
    BOOST_REQUIRE(eventually([&] { return count_of(pool.log(), "event=master.ready") == 2; }));
    BOOST_TEST(eventually([&] {
        const auto now = pids(pool);
        return now.size() == 2 && !now.contains(before[0].pid) && !now.contains(before[1].pid);
    }));
    BOOST_TEST(count_of(pool.log(), "signal=9") == 1u);
    BOOST_TEST(pool.shown().died == 1u);
}

BOOST_AUTO_TEST_CASE(refused_reload_keeps_the_workers) {
    Pool pool({"workers=2", "deadline=1"});
    BOOST_REQUIRE(pool.ready());
    const auto before = pids(pool);
    const std::pair<const char*, const char*> ways[] = {{"refuse", "told to refuse"},
                                                        {"throw", "thrown by the check"},
                                                        {"die", "the check died or did not come to an end"},
                                                        {"hang", "the check died or did not come to an end"}};
    size_t refused = 0;
    for (const auto& [way, reason] : ways) {
        pool.write(way, "");
        pool.signal(SIGHUP);
        ++refused;
        BOOST_TEST(
            eventually([&] { return count_of(pool.log(), "event=master.reload_refused") == refused; }));
        BOOST_TEST(pool.log().find(reason) != std::string::npos);
        std::filesystem::remove(pool.folder() + "/" + way);
    }
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
    BOOST_TEST(pids(pool) == before);
    BOOST_TEST(pool.shown().died == 0u);
}

BOOST_AUTO_TEST_CASE(reload_whose_workers_cannot_start_keeps_the_old_ones_serving) {
    Pool pool({"workers=1"});
    BOOST_REQUIRE(pool.ready());
    const std::string old = ask(pool.socket(), "/pid");
    pool.write("broken", "");
    pool.signal(SIGHUP);
    BOOST_REQUIRE(eventually([&] { return count_of(pool.log(), "event=worker.died") >= 2; }));
    BOOST_TEST(ask(pool.socket(), "/pid") == old);
    std::filesystem::remove(pool.folder() + "/broken");
    BOOST_TEST(eventually([&] { return count_of(pool.log(), "event=master.ready") == 2; }));
    BOOST_TEST(eventually([&] { return ask(pool.socket(), "/pid") != old; }));
}

// What the master tells systemd.
class Systemd {
  public:
    ~Systemd() { close(fd_), unlink(path_.c_str()); }
    const std::string& path() const { return path_; }
    const std::string& heard() {
        char bytes[512];
        for (ssize_t got; (got = recv(fd_, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0;)
            heard_ += std::string(bytes, static_cast<size_t>(got)) + "\n";
        return heard_;
    }
    bool hears(const std::string& what, size_t times = 1) {
        return eventually([&] { return count_of(heard(), what) >= times; });
    }

  private:
    std::string path_ = "/tmp/fastcgi_notify." + std::to_string(getpid());
    int fd_ = unix_socket(SOCK_DGRAM, path_);
    std::string heard_;
};

BOOST_AUTO_TEST_CASE(systemd_hears_ready_watchdog_reloading_and_stopping) {
    Systemd systemd;
    Pool pool({"workers=1", "deadline=30"}, -1,
              {{"NOTIFY_SOCKET", systemd.path()}, {"WATCHDOG_USEC", "100000"}});
    BOOST_TEST(systemd.hears("READY=1"));
    BOOST_TEST(systemd.hears("WATCHDOG=1", 3));
    pool.signal(SIGHUP);
    BOOST_TEST(systemd.hears("RELOADING=1"));
    BOOST_TEST(systemd.hears("READY=1", 2));
    pool.signal(SIGTERM);
    BOOST_TEST(systemd.hears("STOPPING=1"));
    BOOST_TEST(pool.exit_status() == 0);
}

// A ping is due every 50 ms; the wait between the second and the third young death is 200 ms.
BOOST_AUTO_TEST_CASE(systemd_hears_no_watchdog_while_no_worker_works) {
    Systemd systemd;
    Pool pool({"workers=1"}, -1, {{"NOTIFY_SOCKET", systemd.path()}, {"WATCHDOG_USEC", "100000"}});
    BOOST_REQUIRE(pool.ready());
    pool.write("broken", "");
    kill(pool.shown().workers.at(0).pid, SIGKILL);
    const auto has_died = [&](size_t times) {
        return eventually([&] { return count_of(pool.log(), "event=workers.die_young") >= times; });
    };
    BOOST_TEST(has_died(2));
    const auto before = count_of(systemd.heard(), "WATCHDOG=1");
    BOOST_TEST(has_died(3));
    BOOST_TEST(count_of(systemd.heard(), "WATCHDOG=1") == before);
    std::filesystem::remove(pool.folder() + "/broken");
    BOOST_TEST(systemd.hears("WATCHDOG=1", before + 1));
}

BOOST_AUTO_TEST_CASE(handover_to_another_process_is_not_taken_up) {
    Pool pool({"workers=1"}, -1, {{"GATEHOUSE_INTERNAL_SOCKET", std::to_string(getpid()) + " 0 1"}});
    BOOST_REQUIRE(pool.ready());
    BOOST_TEST(!ask(pool.socket(), "/pid").empty());
}

BOOST_AUTO_TEST_CASE(inherited_socket_is_used_and_left_in_place) {
    const std::string path = "/tmp/fastcgi_inherited." + std::to_string(getpid());
    const int listening = unix_socket(SOCK_STREAM, path);
    {
        Pool pool({"workers=1"}, listening);
        BOOST_REQUIRE(pool.ready());
        BOOST_TEST(!ask(path, "/pid").empty());
        BOOST_TEST(access(pool.socket().c_str(), F_OK) != 0);
        pool.signal(SIGHUP);
        BOOST_REQUIRE(eventually([&] { return count_of(pool.log(), "event=master.ready") == 2; }));
        BOOST_TEST(!ask(path, "/pid").empty());
        pool.signal(SIGTERM);
        BOOST_TEST(pool.exit_status() == 0);
    }
    BOOST_TEST(access(path.c_str(), F_OK) == 0);
    // What came meanwhile waits for the next start.
    Connection early(path);
    BOOST_REQUIRE(early.send(request("/pid")));
    Pool next({"workers=1"}, listening);
    BOOST_TEST(!early.answer().empty());
    close(listening);
    unlink(path.c_str());
}

BOOST_AUTO_TEST_CASE(socket_is_for_owner_and_group_only_and_a_stale_one_is_replaced) {
    const std::string path = "/tmp/fastcgi_stale." + std::to_string(getpid());
    close(unix_socket(SOCK_STREAM, path));
    Pool pool({"socket=" + path});
    BOOST_REQUIRE(pool.ready());
    struct stat status {};
    BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0660u);
    Pool second({"socket=" + path});  // a live one is refused
    BOOST_TEST(second.exit_status() == 78);
    BOOST_TEST(second.log().find("another process already answers there") != std::string::npos);
    BOOST_TEST(!ask(path, "/pid").empty());
}

BOOST_AUTO_TEST_CASE(path_of_108_bytes_is_refused_with_the_number) {
    for (const size_t length : {107u, 108u}) {
        std::string path = "/tmp/fastcgi_long." + std::to_string(getpid());
        path.resize(length, 'x');
        Pool pool({"socket=" + path});
        if (length == 107) {
            BOOST_TEST(pool.ready());
        } else {
            BOOST_TEST(pool.exit_status() == 78);
            BOOST_TEST(pool.log().find("108 bytes") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
