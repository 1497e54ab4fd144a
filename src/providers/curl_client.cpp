#include "providers/curl_client.h"

#include <curl/curl.h>

#include <mutex>

#include "base/error.h"
#include "base/text.h"

namespace providers {

namespace {

struct SlistDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Slist = std::unique_ptr<curl_slist, SlistDeleter>;

void append(Slist& list, const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw base::Error("out of memory");
    (void)list.release();
    list.reset(longer);
}

struct Body {
    std::string text;
    size_t most = 0;
    bool too_large = false;
};

size_t take_body(char* bytes, size_t, size_t count, void* where) {
    auto& body = *static_cast<Body*>(where);
    if (body.text.size() + count > body.most) {
        body.too_large = true;
        return 0;  // makes libcurl stop
    }
    body.text.append(bytes, count);
    return count;
}

size_t take_header(char* bytes, size_t, size_t count, void* where) {
    auto& headers = *static_cast<std::map<std::string, std::string, std::less<>>*>(where);
    const std::string_view line(bytes, count);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || headers.size() >= 100) return count;
    std::string name(line.substr(0, colon));
    for (auto& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    headers[name] = std::string(base::trim(line.substr(colon + 1)));
    return count;
}

// The message on its way, and whether libcurl has been given its end.
struct Upload {
    std::string_view rest;
    bool finished = false;
};

size_t give_message(char* buffer, size_t, size_t room, void* from) {
    auto& upload = *static_cast<Upload*>(from);
    const auto count = std::min(room, upload.rest.size());
    upload.rest.copy(buffer, count);
    upload.rest.remove_prefix(count);
    upload.finished = upload.rest.empty();  // libcurl knows the size and may never ask for the end
    return count;
}

// The dialogue with a mail server: the last reply always, the whole of it on demand, never the credentials.
struct Dialogue {
    std::string last_reply;
    std::string* transcript = nullptr;
    bool in_log_in = false;
    bool leaving = false;  // the reply to QUIT says nothing about the mail
};

void note_line(Dialogue& dialogue, std::string_view who, std::string_view text) {
    if (!dialogue.transcript) return;
    for (const auto& line : base::split(base::trim(text), '\n'))
        dialogue.transcript->append(who).append(base::trim(line)).append("\n");
}

int take_debug(CURL*, curl_infotype kind, char* bytes, size_t count, void* where) {
    auto& dialogue = *static_cast<Dialogue*>(where);
    const std::string_view text(bytes, count);
    if (kind == CURLINFO_HEADER_IN) {
        if (!dialogue.leaving) dialogue.last_reply = std::string(base::trim(text));
        if (!text.starts_with("334")) dialogue.in_log_in = false;
        note_line(dialogue, "< ", text);
    } else if (kind == CURLINFO_HEADER_OUT) {
        if (text.starts_with("AUTH")) dialogue.in_log_in = true;
        dialogue.leaving = text.starts_with("QUIT");
        note_line(dialogue, "> ", dialogue.in_log_in ? "(log-in, not shown)" : text);
    } else if (kind == CURLINFO_TEXT && (text.starts_with("SSL ") || text.find("certificate") != text.npos)) {
        note_line(dialogue, "  ", text);
    }
    return 0;
}

Failure failure_of(CURLcode result, long code) {
    switch (result) {
        case CURLE_OK: return Failure::none;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_CONNECT: return Failure::unreachable;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_USE_SSL_FAILED: return Failure::insecure;
        case CURLE_LOGIN_DENIED: return code >= 400 && code < 500 ? Failure::refused : Failure::log_in;
        case CURLE_REMOTE_ACCESS_DENIED: return Failure::greeting;
        case CURLE_OPERATION_TIMEDOUT: return Failure::timeout;
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_SEND_ERROR: return code >= 400 ? Failure::refused : Failure::broken;
        default: return Failure::broken;
    }
}

void set(CURL* easy, CURLoption option, long value) {
    curl_easy_setopt(easy, option, value);
}
void set(CURL* easy, CURLoption option, const std::string& value) {
    curl_easy_setopt(easy, option, value.c_str());
}

}  // namespace

struct CurlClient::Handle {
    explicit Handle(std::string ca) : ca_file(std::move(ca)) {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
        easy = curl_easy_init();
        if (!easy) throw base::Error("libcurl gave no handle");
    }
    ~Handle() { curl_easy_cleanup(easy); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    // Back to nothing but the open connections, then the rules for every call.
    void begin(const char* protocols, std::chrono::milliseconds deadline) {
        curl_easy_reset(easy);
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocols);
        set(easy, CURLOPT_FOLLOWLOCATION, 0);
        set(easy, CURLOPT_PROXY, "");
        set(easy, CURLOPT_NOSIGNAL, 1);
        set(easy, CURLOPT_CONNECTTIMEOUT_MS, std::min<long>(5000, deadline.count()));
        set(easy, CURLOPT_TIMEOUT_MS, deadline.count());
        set(easy, CURLOPT_MAXAGE_CONN, 50);
        set(easy, CURLOPT_SSL_VERIFYPEER, 1);
        set(easy, CURLOPT_SSL_VERIFYHOST, 2);
        set(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
        if (!ca_file.empty()) {
            set(easy, CURLOPT_CAINFO, ca_file);
            curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
        }
    }
    void log_in(const std::string& user, const base::Secret* password) {
        if (user.empty() && !password) return;
        set(easy, CURLOPT_USERNAME, user);
        // A Secret's view ends in NUL, so no second copy is made here.
        curl_easy_setopt(easy, CURLOPT_PASSWORD, password ? password->reveal().data() : "");
    }

    CURL* easy;
    std::string ca_file;
};

CurlClient::CurlClient(std::string ca_file) : handle_(std::make_unique<Handle>(std::move(ca_file))) {}
CurlClient::~CurlClient() = default;

Answer CurlClient::call(const HttpCall& call) {
    Answer answer;
    if (!is_one_line(call.url) || !is_one_line(call.method)) return {.failure = Failure::bad_input};
    Slist lines;
    for (const auto& [name, value] : call.headers) {
        if (!is_one_line(name) || !is_one_line(value)) return {.failure = Failure::bad_input};
        append(lines, name + ": " + value);
    }
    append(lines, "Expect:");  // no wait for "100 Continue"
    handle_->begin(call.url.starts_with("http://") ? "http" : "https", call.deadline);
    auto* easy = handle_->easy;
    set(easy, CURLOPT_URL, call.url);
    set(easy, CURLOPT_USERAGENT, "Gatehouse/" GATEHOUSE_VERSION);
    set(easy, CURLOPT_ACCEPT_ENCODING, "");
    set(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    handle_->log_in(call.user, call.password);
    Upload upload{.rest = call.body};
    if (!call.body.empty() || call.method == "POST") {
        // Given by callback, the body cannot be rewound: libcurl would otherwise repeat the request by itself
        // when a kept connection ends without an answer, and somebody may get two mails or two codes.
        set(easy, CURLOPT_POST, 1);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_message);
        curl_easy_setopt(easy, CURLOPT_READDATA, &upload);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    }
    set(easy, CURLOPT_CUSTOMREQUEST, call.method);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines.get());
    Body body{.text = {}, .most = call.most};
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &answer.headers);

    const auto result = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.code);
    long head = 0;
    curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &head);
    // libcurl's own count of bytes sent is back at 0 when it gave up on a kept connection.
    answer.handed_over = head > 0 && (call.body.empty() || upload.finished);
    answer.failure = body.too_large ? Failure::too_large : failure_of(result, 0);
    answer.body = std::move(body.text);
    curl_easy_reset(easy);  // forgets the borrowed pointers
    return answer;
}

Answer CurlClient::submit(const Submission& mail) {
    Answer answer;
    if (!is_one_line(mail.url) || !is_envelope_address(mail.to) ||
        (!mail.from.empty() && !is_envelope_address(mail.from)))
        return {.failure = Failure::bad_input};
    handle_->begin(mail.url.starts_with("smtps://") ? "smtps" : "smtp", mail.deadline);
    auto* easy = handle_->easy;
    set(easy, CURLOPT_URL, mail.url);
    set(easy, CURLOPT_USE_SSL, static_cast<long>(mail.plain_text_allowed ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, 30);
    handle_->log_in(mail.user, mail.password);
    if (!mail.from.empty()) set(easy, CURLOPT_MAIL_FROM, mail.from);
    Slist recipient;
    append(recipient, mail.to);
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipient.get());
    Upload upload{.rest = mail.message};
    set(easy, CURLOPT_UPLOAD, 1);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_message);
    curl_easy_setopt(easy, CURLOPT_READDATA, &upload);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.message.size()));
    Body ignored{.text = {}, .most = 64 * 1024};
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &ignored);
    Dialogue dialogue{.last_reply = {}, .transcript = mail.transcript};
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, take_debug);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &dialogue);
    set(easy, CURLOPT_VERBOSE, 1);

    const auto result = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.code);
    answer.failure = failure_of(result, answer.code);
    answer.handed_over = upload.finished;
    answer.body = std::move(dialogue.last_reply);
    if (mail.transcript && result != CURLE_OK)
        mail.transcript->append("! ").append(curl_easy_strerror(result)) += '\n';
    curl_easy_reset(easy);
    return answer;
}

}  // namespace providers
