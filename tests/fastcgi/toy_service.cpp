// What the pools of these tests answer: /pid, /wait (until the file "go" is there), /body (length read, or
// "cut"), /throw, /cookies, /forever, /large. And main(): the tests, or, with "--pool", a pool.
#define BOOST_TEST_MODULE fastcgi
#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "base/error.h"
#include "base/log.h"
#include "fastcgi/pool.h"
#include "fastcgi/server.h"

namespace fastcgi_test {

namespace {

bool exists(const std::string& file) {
    struct stat status {};
    return stat(file.c_str(), &status) == 0;
}

class Toy final : public fastcgi::Service {
  public:
    explicit Toy(std::string folder) : folder_(std::move(folder)) {
        if (exists(folder_ + "/broken")) throw base::ConfigError("told to be broken");
        while (exists(folder_ + "/slow")) poll(nullptr, 0, 1);
    }

    std::string answer(http::Source& source, const fastcgi::Note& note) override {
        const std::string path(source.parameter("DOCUMENT_URI"));
        note("GET " + path);
        if (path == "/missing") return "Status: 404 Not Found\r\n\r\nno";
        return "Status: 200 OK\r\nContent-Type: text/plain\r\n\r\n" + body_of(path, source);
    }

  private:
    std::string body_of(const std::string& path, http::Source& source) const {
        if (path == "/throw") throw std::runtime_error("thrown");
        if (path == "/cookies") return source.cookies();
        if (path == "/large") return std::string(3'000'000, 'x');
        if (path == "/forever")
            while (true) poll(nullptr, 0, 1000);
        if (path == "/wait") eventually([this] { return exists(folder_ + "/go"); });
        if (path == "/body") {
            std::string body;
            const size_t length = std::stoul(std::string(source.parameter("CONTENT_LENGTH")));
            return source.read_body(length, body) ? std::to_string(body.size()) : "cut";
        }
        return std::to_string(getpid());
    }

    std::string folder_;
};

}  // namespace

int run_pool(int argc, char** argv) {
    const std::string folder = argv[2];
    fastcgi::ServerOptions options;
    options.pool = "toy";
    options.socket = folder + "/toy.sock";
    options.runtime_folder = folder;
    options.workers = 2;
    for (int i = 3; i < argc; ++i) {
        const std::string word = argv[i];
        const std::string name = word.substr(0, word.find('='));
        const int value = atoi(word.c_str() + name.size() + 1);
        if (name == "workers") options.workers = value;
        if (name == "requests") options.requests_per_worker = static_cast<std::uint64_t>(value);
        if (name == "memory") options.memory_per_worker = static_cast<size_t>(value);
        if (name == "deadline") options.deadline = std::chrono::seconds(value);
        if (name == "drain") options.drain = std::chrono::seconds(value);
        if (name == "nice") options.nice = value;
        if (name == "socket") options.socket = word.substr(7);
        if (name == "slow") std::ofstream(folder + "/slow");
    }
    base::Log log("toy");
    try {
        return fastcgi::serve(
            options, log, [&] { return std::make_unique<Toy>(folder); },
            [&]() -> std::string {
                if (exists(folder + "/die")) abort();
                if (exists(folder + "/throw")) throw std::runtime_error("thrown by the check");
                if (exists(folder + "/hang")) poll(nullptr, 0, -1);
                return exists(folder + "/refuse") ? "told to refuse" : "";
            },
            argv);
    } catch (const base::ConfigError& error) {
        log.error("config", {{"error", error.what()}});
        return 78;
    }
}

}  // namespace fastcgi_test

int main(int argc, char** argv) {
    if (argc > 2 && std::string(argv[1]) == "--pool") return fastcgi_test::run_pool(argc, argv);
    return boost::unit_test::unit_test_main(&init_unit_test, argc, argv);
}
