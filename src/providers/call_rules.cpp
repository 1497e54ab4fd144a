// The parts of curl_client.h that need no network: what may become a line, an address, a URL.
#include "base/text.h"
#include "providers/curl_client.h"

namespace providers {

std::string_view to_text(Failure failure) {
    switch (failure) {
        case Failure::none: return "answered";
        case Failure::bad_input: return "refused here: not a clean address, header or URL";
        case Failure::unreachable: return "cannot be reached";
        case Failure::insecure: return "TLS failed or was not offered";
        case Failure::log_in: return "log-in refused";
        case Failure::greeting: return "greeting refused";
        case Failure::timeout: return "no answer in time";
        case Failure::broken: return "connection broke";
        case Failure::refused: return "refused";
        case Failure::too_large: return "answer too large";
    }
    return "";
}

std::string_view Answer::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string join_url(std::string_view base, std::string_view path) {
    while (base.ends_with('/')) base.remove_suffix(1);
    while (path.starts_with('/')) path.remove_prefix(1);
    return fmt::format("{}/{}", base, path);
}

std::string base_url_fault(std::string_view url) {
    const bool secure = url.starts_with("https://");
    if (!secure && !url.starts_with("http://")) return "must begin with https://";
    if (!is_one_line(url) || url.find(' ') != url.npos) return "holds a space or control character";
    if (url.find_first_of("?#@\\") != url.npos) return "must not hold ?, #, @ or \\";
    const auto host = url.substr(secure ? 8 : 7, url.find('/', secure ? 8 : 7) - (secure ? 8 : 7));
    if (host.empty()) return "names no host";
    const auto name =
        host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
    const bool loopback = name == "localhost" || name == "127.0.0.1" || name == "[::1]";
    return secure || loopback ? "" : "must begin with https:// (http:// is for loopback only)";
}

bool is_one_line(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
}

bool is_envelope_address(std::string_view address) {
    const auto at = address.find('@');
    return address.size() <= 254 && is_one_line(address) && at != address.npos && at != 0 &&
           at + 1 != address.size() && address.find('@', at + 1) == address.npos &&
           address.find_first_of(" <>\",;()[]\\") == address.npos && base::is_utf8(address);
}

std::string trim_answer(std::string_view text) {
    std::string line(base::trim(text));
    if (!base::is_utf8(line)) {
        for (auto& c : line) c = static_cast<unsigned char>(c) < 128 ? c : '?';
    }
    for (auto& c : line) c = static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
    auto end = std::min<size_t>(line.size(), 500);
    while (end < line.size() && end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    line.resize(end);
    return line;
}

}  // namespace providers
