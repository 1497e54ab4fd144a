// A FastCGI peer of our own: speaks raw records over the pool's socket, whole or cut wherever a test wants it
// cut.
#pragma once

#include <map>
#include <string>

namespace fastcgi_test {

using Parameters = std::map<std::string, std::string>;

std::string record(int type, const std::string& content);  // of request 1
std::string begin_request(bool keep = false);
std::string encode(const Parameters& parameters);
// All records of one request.
std::string request(const std::string& path, const std::string& body = "");

class Connection {
  public:
    explicit Connection(const std::string& socket);
    ~Connection();
    Connection(Connection&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
    Connection& operator=(Connection&&) = delete;

    bool connected() const { return fd_ >= 0; }
    bool send(const std::string& bytes);
    void close();
    // What stands in the STDOUT records until END_REQUEST; "" if the peer hung up without one.
    std::string answer();
    // Waits until the peer says no more; false when it broke the connection off (ECONNRESET).
    bool has_ended();

  private:
    int fd_ = -1;
};

// The body of the answer to `path`; "" if there was none.
std::string ask(const std::string& socket, const std::string& path, const std::string& body = "");

}  // namespace fastcgi_test
