// See patience.h.
#include "fastcgi/patience.h"

#include <algorithm>

namespace fastcgi {

namespace {

std::int64_t in_ns(std::chrono::nanoseconds time) {
    return time.count();
}

}  // namespace

Patience::Patience(const ServerOptions& options, base::Log& log, Crew& crew, PoolCounters& counters)
    : options_(options),
      log_(log),
      crew_(crew),
      counters_(counters),
      deadline_(in_ns(options.deadline)),
      drain_(in_ns(options.drain)) {}

std::int64_t Patience::leave_by(std::int64_t now) const {
    return now + drain_;
}

std::int64_t Patience::next_due(std::int64_t now) {
    // A request that starts the moment the master falls asleep is due a whole deadline from now.
    std::int64_t due = crew_.members().empty() ? kNever : now + deadline_;
    for (const Member& member : crew_.members()) due = std::min(due, due_of(member));
    return due;
}

void Patience::kill_overdue(std::int64_t now) {
    for (Member& member : crew_.members()) {
        const std::int64_t due = due_of(member);
        if (due > now) continue;
        if (member.told && member.leave_by <= now)
            kill_leaving(member);
        else
            kill_stuck(member, now - due + deadline_);
    }
}

bool Patience::any_gets_on(std::int64_t now) {
    return std::ranges::any_of(crew_.members(), [&](const Member& member) {
        const WorkerState state = crew_.state(member);
        return state != WorkerState::starting && state != WorkerState::none && due_of(member) > now;
    });
}

// When this worker has to be looked at again: its request, its start or its leaving takes too long.
std::int64_t Patience::due_of(const Member& member) {
    if (member.killed) return kNever;
    std::int64_t due = member.told ? member.leave_by : kNever;
    const WorkerState state = crew_.state(member);
    if (state == WorkerState::busy)
        due = std::min(due, crew_.row(member)->request_started.load(std::memory_order_relaxed) + deadline_);
    if (state == WorkerState::starting) due = std::min(due, member.born + deadline_);
    return due;
}

void Patience::kill_leaving(Member& member) {
    log_.warning("worker.killed", {{"pid", member.pid},
                                   {"reason", "still busy when the time to finish was over"},
                                   {"setting", options_.pool + ".drain"}});
    counters_.killed += 1;
    crew_.kill(member);
}

void Patience::kill_stuck(Member& member, std::int64_t took) {
    const bool starting = crew_.state(member) == WorkerState::starting;
    log_.error("worker.killed",
               {{"pid", member.pid},
                {"reason", starting ? "did not come up in time" : "request past its deadline"},
                {"route", crew_.row(member)->route_text()},
                {"request_ms", took / 1'000'000},
                {"setting", options_.pool + ".deadline"}});
    counters_.killed += 1;
    crew_.kill(member);
}

}  // namespace fastcgi
