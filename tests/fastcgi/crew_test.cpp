// The crew after a reload: who was handed over keeps its row, every other row is free.
#include <stdlib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>

#include "fastcgi/crew.h"

using fastcgi::Crew;
using fastcgi::Scoreboard;
using fastcgi::WorkerState;

namespace {

// A scoreboard in a folder that goes away with the test.
class Board {
  public:
    Scoreboard& operator*() { return board_; }
    ~Board() { std::filesystem::remove_all(folder_); }

  private:
    static std::string make_folder() {
        std::string name = "/tmp/fastcgi_crew.XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder below /tmp");
        return name;
    }
    std::string folder_ = make_folder();
    Scoreboard board_ = Scoreboard::make(folder_ + "/toy.scoreboard");
};

constexpr int kLast = Scoreboard::kRows - 1;

// As a worker left it.
void fill(Scoreboard& board, int place, WorkerState state, std::int64_t started) {
    board.row(place).clear(started);
    board.row(place).state = state;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crew)

BOOST_AUTO_TEST_CASE(row_of_a_worker_that_nobody_handed_over_is_free_again) {
    Board board;
    fill(*board, 0, WorkerState::busy, 10);
    fill(*board, 1, WorkerState::idle, 20);
    fill(*board, kLast, WorkerState::retiring, 30);
    Crew crew(*board);
    crew.adopt({{4242, 1}}, true, 100);
    BOOST_TEST(((*board).row(0).state == WorkerState::none));
    BOOST_TEST(((*board).row(1).state == WorkerState::idle));
    BOOST_TEST(((*board).row(kLast).state == WorkerState::none));
}

BOOST_AUTO_TEST_CASE(worker_that_was_handed_over_keeps_its_row_its_age_and_is_old) {
    Board board;
    fill(*board, 1, WorkerState::busy, 20);
    Crew crew(*board);
    crew.adopt({{4242, 1}}, true, 100);
    BOOST_REQUIRE(crew.members().size() == 1u);
    const auto& member = crew.members().front();
    BOOST_TEST(member.pid == 4242);
    BOOST_TEST(member.row == 1);
    BOOST_TEST(member.born == 20);
    BOOST_TEST(member.old);
    BOOST_TEST(crew.count_new() == 0);
}

BOOST_AUTO_TEST_CASE(worker_of_an_unknown_scoreboard_holds_no_row) {
    for (const auto& [row, known] : std::vector<std::pair<int, bool>>{
             {1, false}, {-1, true}, {Scoreboard::kRows, true}, {INT32_MAX, true}}) {
        Board board;
        fill(*board, 1, WorkerState::idle, 20);
        Crew crew(*board);
        crew.adopt({{4242, row}}, known, 100);
        BOOST_REQUIRE(crew.members().size() == 1u);
        BOOST_TEST(crew.members().front().row == -1);
        BOOST_TEST(crew.members().front().born == 100);
        BOOST_TEST((crew.state(crew.members().front()) == WorkerState::none));
        BOOST_TEST(((*board).row(1).state == WorkerState::none));
    }
}

BOOST_AUTO_TEST_SUITE_END()
