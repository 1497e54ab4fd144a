// The way out: one libcurl handle with the rules every call obeys. Deadlines (connect and whole), a cap on
// the answer, only the protocols named, no redirects, no proxy from the environment, certificates always
// checked, connections kept for the next call. Refuses CR, LF and NUL in everything that becomes a line.
// Never logs: what comes back holds no credential. One client a thread, never used across fork.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"

namespace providers {

enum class Failure {
    none,         // an answer came; look at `code`
    bad_input,    // refused here: a control character in an address, a header or the URL
    unreachable,  // no name, no connection
    insecure,     // TLS or certificate, or STARTTLS not offered
    log_in,       // SMTP: log-in refused
    greeting,     // SMTP: EHLO refused
    timeout,
    broken,     // the connection ended too early
    refused,    // SMTP: a reply of 4xx or 5xx; look at `code`
    too_large,  // the answer is over the cap
};
std::string_view to_text(Failure failure);

struct Answer {
    Failure failure = Failure::none;
    long code = 0;             // HTTP status or last SMTP reply; 0 if there was none
    bool handed_over = false;  // all of the request had been given to the network when it ended
    std::string body = "";     // HTTP: the body; SMTP: the last reply line
    std::map<std::string, std::string, std::less<>> headers =
        {};  // HTTP, names in lower case, the last of a kind

    std::string_view header(std::string_view name) const;
    bool ok() const { return failure == Failure::none && code >= 200 && code < 300; }
};

struct HttpCall {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string user;                        // with `password`: HTTP Basic
    const base::Secret* password = nullptr;  // borrowed for the call
    std::chrono::milliseconds deadline{15000};
    size_t most = 64 * 1024;  // bytes of answer
};

struct Submission {
    std::string url;   // "smtp://host:587/ehlo-name" or "smtps://…:465/…"
    std::string from;  // envelope; "" is the null sender
    std::string to;
    std::string_view message;  // complete, CRLF; borrowed for the call
    std::string user;
    const base::Secret* password = nullptr;
    bool plain_text_allowed = false;  // no STARTTLS demanded: loopback relays only
    std::chrono::milliseconds deadline{60000};
    std::string* transcript = nullptr;  // gets the dialogue, credentials and message text left out
};

class CurlClient {
  public:
    // `ca_file`: trust only this CA file; "" is the system's.
    explicit CurlClient(std::string ca_file = "");
    ~CurlClient();
    CurlClient(const CurlClient&) = delete;
    CurlClient& operator=(const CurlClient&) = delete;

    Answer call(const HttpCall& call);
    Answer submit(const Submission& mail);

  private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

// `base` and `path` joined by exactly one "/".
std::string join_url(std::string_view base, std::string_view path);
// What is wrong with a configured base URL, or "": https only (http for loopback hosts), no query, fragment,
// user.
std::string base_url_fault(std::string_view url);
// True for an address that may stand in an envelope: one "@", no control character, space or any of <>",; and
// at most 254 bytes.
bool is_envelope_address(std::string_view address);
// True without CR, LF, NUL and other control characters.
bool is_one_line(std::string_view text);
// At most 500 bytes of one line: what is kept as last answer. Cuts between characters.
std::string trim_answer(std::string_view text);

}  // namespace providers
