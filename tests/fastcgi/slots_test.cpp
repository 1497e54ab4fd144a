// Places shared by processes: never more holders than places, and the dead hold none.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "app/slots.h"
#include "base/error.h"
#include "fastcgi/pool.h"

using namespace std::chrono_literals;

namespace {

struct File {
    std::string path = "/tmp/fastcgi_slots." + std::to_string(getpid());
    ~File() { unlink(path.c_str()); }
};

// A process that holds a place until it is killed.
pid_t holder(const std::string& path, int count) {
    int pipes[2];
    if (pipe(pipes) != 0) return -1;
    const pid_t pid = fork();
    if (pid == 0) {
        app::Slots slots(path, count);
        const auto held = slots.take(1s);
        if (write(pipes[1], "x", 1) == 1) pause();
        _exit(0);
    }
    char byte;
    close(pipes[1]);
    const bool holds = read(pipes[0], &byte, 1) == 1;
    close(pipes[0]);
    return holds ? pid : -1;
}

void end(pid_t pid) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(slots)

BOOST_AUTO_TEST_CASE(no_more_holders_than_places_and_busy_says_when_to_come_again) {
    File file;
    app::Slots slots(file.path, 2);
    const pid_t one = holder(file.path, 2), two = holder(file.path, 2);
    BOOST_REQUIRE(one > 0);
    BOOST_REQUIRE(two > 0);
    BOOST_CHECK_EXCEPTION(slots.take(20ms), base::Busy,
                          [](const base::Busy& busy) { return busy.retry_after == 2; });
    end(one);
    BOOST_CHECK_NO_THROW(slots.take(0ms));
    end(two);
}

BOOST_AUTO_TEST_CASE(place_of_a_killed_holder_is_free_at_once) {
    File file;
    app::Slots slots(file.path, 1);
    const pid_t one = holder(file.path, 1);
    BOOST_CHECK_THROW(slots.take(0ms), base::Busy);
    end(one);
    BOOST_CHECK_NO_THROW(slots.take(0ms));
    BOOST_CHECK_NO_THROW(slots.take(0ms));  // given back when the first went out of scope
}

BOOST_AUTO_TEST_CASE(forked_process_must_reopen_to_count_on_its_own) {
    File file;
    app::Slots slots(file.path, 1);
    const auto held = slots.take(0ms);
    const pid_t child = fork();
    if (child == 0) {
        slots.reopen();
        try {
            const auto second = slots.take(0ms);
            _exit(1);
        } catch (const base::Busy&) {
            _exit(0);
        }
    }
    int status = -1;
    waitpid(child, &status, 0);
    BOOST_TEST(status == 0);
    app::Slots another(file.path, 1);
    BOOST_CHECK_THROW(another.take(0ms), base::Busy);  // the child's end did not give our place away
}

BOOST_AUTO_TEST_SUITE_END()
