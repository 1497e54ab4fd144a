// How much of a busy CPU a pool or the courier asks for (gate.nice, courier.nice). Where the kernel gives
// each session of processes its own share (autogroups: everywhere without a unit's CPUWeight), a worker's
// nice value counts only among its own pool; so the master, who leads the session, lowers the session's share
// as well. Only ever nicer: what a unit or an administrator set stays.
#pragma once

#include "base/log.h"

namespace fastcgi {

// By the process that leads the session, for all in it, before it closes its memory to others: after that the
// kernel refuses it its own file. Does nothing where it does not lead its session (a shell's would suffer
// with it).
void lower_share_of_session(int nice, base::Log& log);
// By a worker, for itself.
void lower_priority(int nice, base::Log& log);

}  // namespace fastcgi
