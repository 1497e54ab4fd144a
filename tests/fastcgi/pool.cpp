// See pool.h.
#include "fastcgi/pool.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace fastcgi_test {

namespace {

std::string own_program() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

}  // namespace

Pool::Pool(const Words& settings, int inherit, const std::map<std::string, std::string>& environment) {
    char folder[] = "/tmp/fastcgi.XXXXXX";
    if (mkdtemp(folder) == nullptr) throw std::runtime_error("no folder below /tmp");
    folder_ = folder;
    std::vector<std::string> words{own_program(), "--pool", folder_};
    words.insert(words.end(), settings.begin(), settings.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ != 0) return;
    const int log = open((folder_ + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, 2);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    if (inherit >= 0) {
        dup2(inherit, 3);
        fcntl(3, F_SETFD, 0);  // dup2 onto itself would leave it closed on exec
        setenv("LISTEN_FDS", "1", 1);
        setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
    }
    execv(argv[0], argv.data());
    _exit(127);
}

Pool::~Pool() {
    if (!collected_) {
        kill(pid_, SIGTERM);
        const bool ended = eventually([this] { return waitpid(pid_, &status_, WNOHANG) == pid_; });
        if (!ended) kill(pid_, SIGKILL);
    }
    std::filesystem::remove_all(folder_);
}

bool Pool::ready() {
    return eventually([this] { return count_of(log(), "event=master.ready") > 0 || kill(pid_, 0) != 0; }) &&
           count_of(log(), "event=master.ready") > 0;
}

void Pool::signal(int number) const {
    kill(pid_, number);
}

int Pool::exit_status() {
    if (!collected_) collected_ = eventually([this] { return waitpid(pid_, &status_, WNOHANG) == pid_; });
    return collected_ && WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

std::string Pool::log() const {
    std::ostringstream text;
    text << std::ifstream(folder_ + "/log").rdbuf();
    return text.str();
}

void Pool::write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
}

fastcgi::PoolShown Pool::shown() const {
    auto shown = fastcgi::read_scoreboard(folder_ + "/toy.scoreboard");
    return shown ? *shown : fastcgi::PoolShown{};
}

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 20000; ++i) {
        if (condition()) return true;
        poll(nullptr, 0, 1);
    }
    return false;
}

size_t count_of(const std::string& text, const std::string& what) {
    size_t count = 0;
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++count;
    return count;
}

}  // namespace fastcgi_test
