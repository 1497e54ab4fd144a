// Fills in the files of nginx/. Which pool a path goes to comes from the route table alone: exact locations
// for plain paths, anchored expressions for patterns; what the table does not know goes to house, whose
// answer is 404.
#include "commands/nginx_render.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "commands/nginx_files.h"
#include "portal/route.h"

namespace commands {
namespace {

using Words = std::map<std::string, std::string, std::less<>>;

std::string_view file_text(std::string_view name) {
    for (const auto& file : nginx_files())
        if (file.name == name) return file.text.substr(file.text.front() == '\n' ? 1 : 0);
    throw base::ConfigError("nginx: no file " + std::string(name));
}

// Replaces each @WORD@; a word that is unknown is a defect of the file.
std::string filled(std::string_view text, const Words& words) {
    std::string out;
    while (true) {
        const auto at = text.find('@');
        out += text.substr(0, at);
        if (at == std::string_view::npos) return out;
        const auto end = text.find('@', at + 1);
        const auto word = text.substr(at + 1, end == std::string_view::npos ? 0 : end - at - 1);
        const auto found = words.find(word);
        if (found == words.end()) throw base::Bug("nginx: nothing stands for @" + std::string(word) + "@");
        out += found->second;
        text.remove_prefix(end + 1);
    }
}

// Text as HTML shows it.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == '&'   ? "&amp;"
               : c == '<' ? "&lt;"
               : c == '>' ? "&gt;"
               : c == '"' ? "&quot;"
                          : std::string(1, c);
    return out;
}

bool has_parameter(std::string_view pattern) {
    return pattern.find('{') != std::string_view::npos;
}

// "/tickets/{number}" → "/tickets/[^/]+", the rest taken literally.
std::string expression(std::string_view path) {
    std::string out;
    for (size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '{') {
            out += "[^/]+";
            i = std::min(path.find('}', i), path.size());
        } else {
            if (path[i] == '.' || path[i] == '+') out += '\\';
            out += path[i];
        }
    }
    return out;
}

bool matches(std::string_view pattern, std::string_view path) {
    const auto steps = base::split(pattern, '/'), given = base::split(path, '/');
    return steps.size() == given.size() &&
           std::ranges::equal(steps, given, [](const auto& step, const auto& word) {
               return step.starts_with('{') || step == word;
           });
}

struct Place {
    portal::Pool pool;
    bool local = false;
    bool machines = false;  // a provider's reports come many at once and cost little
};

// What the route table says about each pattern, whatever the method.
std::map<std::string_view, Place> places() {
    std::map<std::string_view, Place> all;
    for (const auto& route : portal::routes()) {
        const auto [at, fresh] = all.try_emplace(route.pattern, Place{route.pool});
        if (!fresh && at->second.pool != route.pool)
            throw base::Bug("routes: both pools answer " + std::string(route.pattern));
        at->second.machines |= route.shape.is_raw();
        at->second.local |= route.access.kind() == portal::Access::Kind::local;
    }
    return all;
}

std::string location(std::string_view pattern, const Place& place, const Words& words) {
    const auto path = words.at("BASE") + std::string(pattern);
    const auto head = has_parameter(pattern) ? "~ \"^" + expression(path) + "$\"" : "= " + path;
    std::string more;
    if (place.local) more += "    allow 127.0.0.1;\n    allow ::1;\n    deny all;\n    access_log off;\n";
    if (place.pool == portal::Pool::gate && !place.machines)
        more += filled("    limit_req zone=gatehouse_@ID@_gate_post burst=@GATE_BURST@ nodelay;\n", words);
    return fmt::format(
        "location {} {{\n    include {}/gatehouse-{}-fastcgi.conf;\n{}    fastcgi_pass "
        "gatehouse_{}_{};\n}}\n",
        head, words.at("INCLUDES"), words.at("NAME"), more, words.at("ID"), portal::to_text(place.pool));
}

// Locations of both kinds: {GATE_LOCATIONS, LOCAL_LOCATIONS}. The start page's "/" is the last, general
// location when house has it.
void add_locations(Words& words) {
    const auto all = places();
    std::string gate, local;
    for (const auto& [pattern, place] : all) {
        const bool hidden = !has_parameter(pattern) && place.pool == portal::Pool::house &&
                            std::ranges::any_of(all, [&](const auto& other) {
                                return has_parameter(other.first) &&
                                       other.second.pool == portal::Pool::gate &&
                                       matches(other.first, pattern);
                            });
        if (place.local)
            local += location(pattern, place, words);
        else if (place.pool == portal::Pool::gate || hidden)
            gate += location(pattern, place, words);
    }
    words["GATE_LOCATIONS"] = gate;
    words["LOCAL_LOCATIONS"] = local;
}

std::string listens(const std::vector<std::string>& addresses, std::int64_t port, std::string_view options) {
    static const std::vector<std::string> everywhere = {"0.0.0.0", "[::]"};
    std::string out;
    for (const auto& address : addresses.empty() ? everywhere : addresses)
        out += fmt::format("    listen {}:{}{};\n", address, port, options);
    out.pop_back();
    return out;
}

std::string origin_of(const base::Configuration& config) {
    return config.base_url().substr(0, config.base_url().size() - config.base_path().size());
}

// Where the portal is all there is under its name but does not begin at "/".
std::string outside(const base::Configuration& config) {
    if (config.base_path().empty()) return "";
    return fmt::format("    location = {0} {{ return 301 {1}/; }}\n    location / {{ return 404; }}\n",
                       config.base_path(), config.base_url());
}

std::string real_ip(const base::Configuration& config) {
    std::string out;
    for (const auto& proxy : config.list("nginx.trusted_proxies"))
        out += "    set_real_ip_from " + proxy + ";\n";
    return out.empty() ? out : out + "    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n";
}

Words words_of(const base::Configuration& config, const NginxChoices& choices) {
    const auto https = config.integer("nginx.https_port"), http = config.integer("nginx.http_port");
    const auto& configured = config.text("nginx.server_name");
    auto id = config.text("portal.instance");
    std::ranges::replace(id, '-', '_');
    Words words{
        {"NAME", config.text("portal.instance")},
        {"ID", id},
        {"BASE", config.base_path()},
        {"ORIGIN", origin_of(config)},
        {"GATE_SOCKET", config.text("gate.socket")},
        {"HOUSE_SOCKET", config.text("house.socket")},
        {"RATE", std::to_string(choices.rate)},
        {"BURST", std::to_string(choices.burst)},
        {"GATE_RATE", std::to_string(choices.gate_rate)},
        {"GATE_BURST", std::to_string(choices.gate_burst)},
        {"CONNECTIONS", std::to_string(choices.connections)},
        {"BODY", "72k"},
        {"INCLUDES", choices.includes},
        {"ASSETS", config.text("server.assets_folder")},
        {"ERRORS", config.text("server.state_folder") + "/errors"},
        {"RUN", config.text("server.runtime_folder")},
        {"LOG_FOLDER", config.text("server.state_folder") + "/log"},
        {"ACCESS_LOG", choices.access_log},
        {"SERVER_NAME", !choices.server_name.empty() ? choices.server_name
                        : !configured.empty()        ? configured
                                                     : config.base_host()},
        {"CERTIFICATE", config.text("nginx.certificate")},
        {"CERTIFICATE_KEY", config.text("nginx.certificate_key")},
        {"LISTEN_TLS", listens(choices.addresses, https, " ssl http2")},
        {"LISTEN_PLAIN", listens(choices.addresses, http, "")},
        {"LISTEN_TLS_DEFAULT", listens(choices.addresses, https, " ssl http2 default_server")},
        {"LISTEN_PLAIN_DEFAULT", listens(choices.addresses, http, " default_server")},
        {"OUTSIDE", outside(config)},
        {"REAL_IP", real_ip(config)},
        {"USER", choices.user.empty() ? "" : "user " + choices.user + ";"},
    };
    return words;
}

struct Trouble {
    int status;
    std::string_view title, text;
};
constexpr Trouble kTroubles[] = {
    {413, "That was too large",
     "What you sent is larger than this page takes. Shorten it, go back and send it again."},
    {429, "Too many requests at once", "Wait a few seconds, go back and try again."},
    {502, "The portal is not answering", "Nothing you saved is lost. Wait a minute and try again."},
    {503, "The portal is busy", "Wait a few seconds, go back and try again."},
    {504, "The portal took too long",
     "It may or may not have done what you asked. Look before you send it again."},
};

}  // namespace

std::string render_nginx(std::string_view file, const base::Configuration& config,
                         const NginxChoices& choices) {
    const auto text = file_text(file);
    auto words = words_of(config, choices);
    if (text.find("_LOCATIONS@") != std::string_view::npos) add_locations(words);
    return filled(text, words);
}

std::string render_error_page(int status, const base::Configuration& config, std::string_view css) {
    for (const auto& trouble : kTroubles)
        if (trouble.status == status)
            return filled(file_text("error.html"), {{"STATUS", std::to_string(status)},
                                                    {"TITLE", std::string(trouble.title)},
                                                    {"TEXT", std::string(trouble.text)},
                                                    {"PORTAL", escaped(config.text("portal.name"))},
                                                    {"BASE", config.base_path()},
                                                    {"CSS", std::string(css)}});
    throw base::Bug("nginx: no page for " + std::to_string(status));
}

}  // namespace commands
