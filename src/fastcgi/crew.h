// Mechanism: the processes of a pool. Starts a worker in a free row of the scoreboard, passes signals on,
// collects the dead. Decides nothing: when to start, tell or kill is for master.cpp and patience.cpp to say.
// A worker's row is emptied when its process has been collected, so no row is ever written by two.
#pragma once

#include <sys/types.h>

#include <functional>
#include <vector>

#include "fastcgi/handover.h"
#include "fastcgi/scoreboard.h"

namespace fastcgi {

struct Member {
    pid_t pid = 0;
    int row = -1;           // -1: of an older program, whose scoreboard we cannot read
    std::int64_t born = 0;  // monotonic ns
    bool old = false;       // from before a reload: not part of the wanted number
    bool told = false;      // to leave
    bool killed = false;
    std::int64_t leave_by = 0;  // once told: then it is killed
};

struct Ended {
    Member member;
    int status;  // as waitpid gives it
    WorkerState state;
    std::uint64_t requests;
    std::string route;
};

class Crew {
  public:
    explicit Crew(Scoreboard& board) : board_(board) {}

    // Workers that an earlier master of this process started. `rows_known`: its scoreboard is the one we use.
    void adopt(const std::vector<Handover::Worker>& workers, bool rows_known, std::int64_t now);
    // Forks; the child runs `body` with its row and exits with what it returns. False: no process or row to
    // be had.
    bool start(std::int64_t now, const std::function<int(WorkerRow&)>& body);
    void tell(Member& member, int signal, std::int64_t leave_by);
    void kill(Member& member);
    std::vector<Ended> collect();

    std::vector<Member>& members() { return members_; }
    WorkerState state(const Member& member);
    WorkerRow* row(const Member& member);
    int count_new() const;
    std::vector<Handover::Worker> to_hand_over() const;

  private:
    int free_row() const;

    Scoreboard& board_;
    std::vector<Member> members_;
};

}  // namespace fastcgi
