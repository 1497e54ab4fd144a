// What a master leaves for itself across a reload's exec, in GATEHOUSE_INTERNAL_* variables: the listening
// socket and the workers that still serve. Guarantees: believed only by the process that wrote it (same pid),
// taken out of the environment when read; nothing else may be set this way.
#pragma once

#include <sys/types.h>

#include <vector>

namespace fastcgi {

struct Handover {
    struct Worker {
        pid_t pid;
        int row;  // its scoreboard row; of use only if the scoreboard's layout is the same
    };
    int listener = -1;
    bool listener_is_own = false;
    std::vector<Worker> workers;
};

void leave_handover(const Handover& handover);
void drop_handover();
Handover take_handover();  // empty if this is no reload

}  // namespace fastcgi
