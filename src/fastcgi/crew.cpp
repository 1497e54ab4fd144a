// See crew.h.
#include "fastcgi/crew.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace fastcgi {

void Crew::adopt(const std::vector<Handover::Worker>& workers, bool rows_known, std::int64_t now) {
    for (const auto& worker : workers) {
        Member member;
        member.pid = worker.pid;
        member.row = rows_known && worker.row >= 0 && worker.row < Scoreboard::kRows ? worker.row : -1;
        member.born = member.row < 0 ? now : board_.row(member.row).started.load();
        member.old = true;
        members_.push_back(member);
    }
    // Rows whose worker was collected by nobody (it ended in the instant of the exec) are free again.
    for (int place = 0; place < Scoreboard::kRows; ++place)
        if (std::ranges::none_of(members_, [place](const Member& m) { return m.row == place; }))
            board_.row(place).state = WorkerState::none;
}

bool Crew::start(std::int64_t now, const std::function<int(WorkerRow&)>& body) {
    const int place = free_row();
    if (place < 0) {
        errno = EAGAIN;
        return false;
    }
    WorkerRow& row = board_.row(place);
    row.clear(now);
    const pid_t pid = fork();
    if (pid < 0) {
        row.state = WorkerState::none;
        return false;
    }
    if (pid == 0) _exit(body(row));
    row.pid = pid;
    Member member;
    member.pid = pid;
    member.row = place;
    member.born = now;
    members_.push_back(member);
    return true;
}

void Crew::tell(Member& member, int signal, std::int64_t leave_by) {
    ::kill(member.pid, signal);
    member.told = true;
    member.leave_by = leave_by;
}

void Crew::kill(Member& member) {
    ::kill(member.pid, SIGKILL);
    member.killed = true;
}

std::vector<Ended> Crew::collect() {
    std::vector<Ended> ended;
    int status = 0;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        const auto found = std::ranges::find(members_, pid, &Member::pid);
        if (found == members_.end()) continue;
        Ended end{*found, status, WorkerState::none, 0, {}};
        if (WorkerRow* const its = row(*found)) {
            end.state = its->state;
            end.requests = its->requests;
            end.route = its->route_text();
            its->state = WorkerState::none;
        }
        ended.push_back(std::move(end));
        members_.erase(found);
    }
    return ended;
}

WorkerState Crew::state(const Member& member) {
    const WorkerRow* const its = row(member);
    return its == nullptr ? WorkerState::none : its->state.load(std::memory_order_acquire);
}

WorkerRow* Crew::row(const Member& member) {
    return member.row < 0 ? nullptr : &board_.row(member.row);
}

int Crew::count_new() const {
    return static_cast<int>(std::ranges::count_if(members_, [](const Member& m) { return !m.old; }));
}

std::vector<Handover::Worker> Crew::to_hand_over() const {
    std::vector<Handover::Worker> list;
    for (const Member& member : members_) list.push_back({member.pid, member.row});
    return list;
}

int Crew::free_row() const {
    for (int place = 0; place < Scoreboard::kRows; ++place)
        if (std::ranges::none_of(members_, [place](const Member& m) { return m.row == place; })) return place;
    return -1;
}

}  // namespace fastcgi
