// See client.h.
#include "fastcgi/client.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace fastcgi_test {

namespace {

constexpr int kPatience = 20000;  // ms without a byte: the test has failed

}  // namespace

std::string record(int type, const std::string& content) {
    const char head[8] = {1,
                          static_cast<char>(type),
                          0,
                          1,
                          static_cast<char>(content.size() >> 8),
                          static_cast<char>(content.size() & 255),
                          0,
                          0};
    return std::string(head, sizeof(head)) + content;
}

std::string begin_request(bool keep) {
    return record(1, std::string("\0\1", 2) + (keep ? '\1' : '\0') + std::string(5, '\0'));
}

std::string encode(const Parameters& parameters) {
    std::string all;
    for (const auto& [name, value] : parameters) {
        all += static_cast<char>(name.size());
        all += static_cast<char>(value.size());
        all += name + value;
    }
    return all;
}

std::string request(const std::string& path, const std::string& body) {
    const Parameters parameters{{"REQUEST_METHOD", body.empty() ? "GET" : "POST"},
                                {"DOCUMENT_URI", path},
                                {"CONTENT_LENGTH", std::to_string(body.size())}};
    std::string all = begin_request() + record(4, encode(parameters)) + record(4, "");
    if (!body.empty()) all += record(5, body);
    return all + record(5, "");
}

Connection::Connection(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path.c_str(), path.size() + 1);
    fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) close();
}

Connection::~Connection() {
    close();
}

void Connection::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

bool Connection::send(const std::string& bytes) {
    return fd_ >= 0 &&
           ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

std::string Connection::answer() {
    std::string bytes, out;
    char buffer[65536];
    while (fd_ >= 0) {
        while (bytes.size() >= 8) {
            const auto at = [&](size_t i) {
                return static_cast<size_t>(static_cast<unsigned char>(bytes[i]));
            };
            const size_t length = at(4) << 8 | at(5), padding = at(6);
            if (bytes.size() < 8 + length + padding) break;
            if (bytes[1] == 6) out += bytes.substr(8, length);
            if (bytes[1] == 3) return out;
            bytes.erase(0, 8 + length + padding);
        }
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, kPatience) != 1) return "";
        const ssize_t got = read(fd_, buffer, sizeof(buffer));
        if (got <= 0) return "";
        bytes.append(buffer, static_cast<size_t>(got));
    }
    return "";
}

bool Connection::has_ended() {
    char byte = 0;
    pollfd waiting{fd_, POLLIN, 0};
    return fd_ < 0 || (poll(&waiting, 1, kPatience) == 1 && read(fd_, &byte, 1) == 0);
}

std::string ask(const std::string& socket, const std::string& path, const std::string& body) {
    Connection connection(socket);
    if (!connection.send(request(path, body))) return "";
    const std::string answer = connection.answer();
    const size_t blank = answer.find("\r\n\r\n");
    return blank == std::string::npos ? "" : answer.substr(blank + 4);
}

}  // namespace fastcgi_test
