// The listening socket of a pool: handed over by systemd, kept through a reload, or made here. Guarantees:
// Unix socket, non-blocking (several workers race for one connection), closed on exec unless a reload asks
// otherwise. Never TCP: the socket's mode and group are the trust boundary.
#pragma once

#include <string>

namespace fastcgi {

class Listener {
  public:
    // `kept`: the descriptor a reload left open, or -1; `kept_is_own`: whether this program made it. Else
    // LISTEN_FDS/LISTEN_PID (taken out of the environment), else a socket made at `path` (0660): a file left
    // by a process that is gone is replaced; one that answers is refused. Throws base::ConfigError.
    Listener(const std::string& path, int backlog, int kept, bool kept_is_own);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int fd() const { return fd_; }
    bool is_own() const { return own_; }
    void keep_on_exec(bool keep);
    // No new connections from now on, if the socket is ours; those waiting stay in its queue. One from
    // systemd is left alone: there they wait for the next start.
    void withdraw();

  private:
    std::string path_;
    int fd_ = -1;
    bool own_ = false;
};

}  // namespace fastcgi
