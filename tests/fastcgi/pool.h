// A real pool in a process of its own: this very program, run anew with "--pool", with a toy Service, in a
// folder of its own below /tmp. Ends with the object. What the toy answers is in toy_service.cpp.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fastcgi/scoreboard.h"

namespace fastcgi_test {

using Words = std::vector<std::string>;

class Pool {
  public:
    // `settings`, as "name=value": workers, requests, memory, deadline, drain, nice; slow=1: its
    // workers do not come up before the file "slow" is gone. `inherit`: a listening
    // descriptor to hand over as systemd does.
    explicit Pool(const Words& settings = {}, int inherit = -1,
                  const std::map<std::string, std::string>& environment = {});
    ~Pool();

    const std::string& folder() const { return folder_; }
    std::string socket() const { return folder_ + "/toy.sock"; }
    pid_t pid() const { return pid_; }
    bool ready();  // waits until all workers are up; false if the pool ended instead
    void signal(int number) const;
    int exit_status();  // waits for its end
    std::string log() const;
    void write(const std::string& name, const std::string& text) const;  // a file in its folder
    fastcgi::PoolShown shown() const;

  private:
    std::string folder_;
    pid_t pid_ = -1;
    bool collected_ = false;
    int status_ = -1;
};

// Asks again every millisecond until true or 20 s are over.
bool eventually(const std::function<bool()>& condition);
size_t count_of(const std::string& text, const std::string& what);

int run_pool(int argc, char** argv);  // the "--pool" side

}  // namespace fastcgi_test
