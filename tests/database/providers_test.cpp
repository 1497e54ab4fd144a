// The health of providers as several processes share it: who may try an open one, and that one alert is one.
#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "app/provider_store.h"
#include "database/migrations.h"
#include "fixture.h"

using app::Leave;
using app::Standing;
using namespace std::chrono_literals;

namespace {

const base::Instant kNow = base::from_sql("2026-11-21 23:00:00");

struct Providers : tests::Database {
    // What is logged goes into a file of this test.
    int file = ::memfd_create("log", 0);
    base::Log told{"test", base::Level::info, base::LogForm::logfmt, file};
    Providers() {
        db.execute_text("DROP TABLE IF EXISTS provider, provider_usage");
        for (const auto& migration : database::migrations())
            if (migration.name == "providers")
                for (const auto statement : migration.statements) db.execute_text(std::string(statement));
    }
    ~Providers() { ::close(file); }
    void note(Standing standing, base::Instant now, unsigned times = 1, bool by_other = false,
              std::optional<std::chrono::seconds> pause = {}) {
        app::note_standing(by_other ? other : db, told, "brevo", standing, pause, now, 5, times);
    }
    size_t logged(std::string_view event) const {
        std::string text(static_cast<size_t>(::lseek(file, 0, SEEK_END)), ' ');
        (void)!::pread(file, text.data(), text.size(), 0);
        size_t count = 0;
        for (size_t at = 0; (at = text.find(event, at)) != text.npos; ++at) ++count;
        return count;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(providers, Providers)

BOOST_AUTO_TEST_CASE(failures_of_different_processes_add_up_and_alert_once) {
    for (int i = 0; i < 8; ++i) note(Standing::misconfigured, kNow, 1, i % 2 == 0);
    BOOST_TEST((app::ask_leave(other, "brevo", kNow).kind == Leave::Kind::wait));
    BOOST_TEST(logged("provider.stopped") == 1u);
    note(Standing::misconfigured, kNow + 600s);
    BOOST_TEST(logged("provider.stopped") == 1u);
}

BOOST_AUTO_TEST_CASE(one_caller_tries_an_open_provider_and_whoever_asks_next_waits) {
    note(Standing::troubled, kNow, 5);
    BOOST_TEST((app::ask_leave(db, "brevo", kNow + 29s).kind == Leave::Kind::wait));
    BOOST_TEST((app::ask_leave(db, "brevo", kNow + 30s).kind == Leave::Kind::probe));
    BOOST_TEST((app::ask_leave(other, "brevo", kNow + 30s).kind == Leave::Kind::wait));
    BOOST_TEST((app::ask_leave(db, "mailgun", kNow + 30s).kind == Leave::Kind::go));
    // The one who tried was killed: the next may try when its time is over.
    BOOST_TEST((app::ask_leave(other, "brevo", kNow + 30s + app::kProbe).kind == Leave::Kind::probe));
    note(Standing::well, kNow + 130s, 1, true);
    BOOST_TEST((app::ask_leave(db, "brevo", kNow + 130s).kind == Leave::Kind::go));
    BOOST_TEST(logged("provider.opened") == 1u);
    BOOST_TEST(logged("provider.closed") == 1u);
}

BOOST_AUTO_TEST_CASE(the_right_to_try_is_claimed_by_a_commit_and_not_by_what_was_read) {
    note(Standing::troubled, kNow, 5);
    const auto read = app::provider_health(db, "brevo");
    BOOST_TEST((app::leave_at(read, kNow + 30s).kind == Leave::Kind::probe));
    BOOST_TEST((app::ask_leave(other, "brevo", kNow + 30s).kind == Leave::Kind::probe));
    BOOST_TEST((app::leave_at(read, kNow + 30s).kind == Leave::Kind::probe));  // what was read is old
    BOOST_TEST((app::ask_leave(db, "brevo", kNow + 30s).kind == Leave::Kind::wait));
}

BOOST_AUTO_TEST_CASE(a_success_ends_a_row_of_failures) {
    note(Standing::troubled, kNow, 4);
    note(Standing::well, kNow, 1, true);
    note(Standing::troubled, kNow, 4);
    BOOST_TEST((app::ask_leave(db, "brevo", kNow).kind == Leave::Kind::go));
}

BOOST_AUTO_TEST_CASE(a_wish_of_the_provider_holds_for_everybody) {
    note(Standing::well, kNow, 1, false, 100s);
    BOOST_TEST(app::ask_leave(other, "brevo", kNow).wait.count() == 100);
    BOOST_TEST((app::ask_leave(other, "brevo", kNow + 100s).kind == Leave::Kind::go));
}

BOOST_AUTO_TEST_CASE(a_reset_forgets_what_was_wrong) {
    BOOST_TEST(!app::reset_provider(db, "brevo", kNow));
    note(Standing::misconfigured, kNow, 5);
    BOOST_TEST(app::reset_provider(db, "brevo", kNow));
    BOOST_TEST((app::ask_leave(db, "brevo", kNow).kind == Leave::Kind::go));
}

BOOST_AUTO_TEST_CASE(calls_add_up_by_day_kind_and_outcome) {
    app::count_calls(db, {{"brevo", "welcome", "accepted", 3}, {"brevo", "welcome", "temporary", 1}}, kNow);
    app::count_calls(other, {{"brevo", "welcome", "accepted", 2}}, kNow + 30min);
    app::count_calls(db, {{"brevo", "welcome", "accepted", 7}}, kNow + 1h);
    const auto days = app::calls_by_day(db, kNow);
    BOOST_REQUIRE(days.size() == 3u);
    BOOST_TEST(days[0].day == "2026-11-22");
    BOOST_TEST(days[0].calls.calls == 7u);
    BOOST_TEST(days[1].calls.outcome == "accepted");
    BOOST_TEST(days[1].calls.calls == 5u);
    BOOST_TEST(app::calls_by_day(db, kNow + 1h).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
