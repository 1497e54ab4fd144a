// `gatehouse nginx print|install|error-pages`: the files nginx needs for this portal, on stdout or into
// folders. Changes nothing that nginx already runs with; a reload is the sysadmin's.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/files.h"
#include "commands/nginx_render.h"

namespace commands {
namespace {

struct Part {
    std::string_view name, file;
};
constexpr Part kParts[] = {
    {"http", "gatehouse-http.conf"},           {"fastcgi", "gatehouse-fastcgi.conf"},
    {"locations", "gatehouse-locations.conf"}, {"server", "gatehouse-server.conf"},
    {"default", "gatehouse-default.conf"},     {"local", "nginx.conf"},
};

int number(const Arguments& arguments, std::string_view option, int fallback) {
    const auto text = arguments.option(option);
    if (!text) return fallback;
    int value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value < 1 || value > 1'000'000)
        throw UsageError(std::string(option) + ": a number from 1 to 1000000");
    return value;
}

NginxChoices choices_of(const Arguments& arguments, const base::Configuration& config) {
    NginxChoices choices;
    choices.includes = arguments.option("--includes").value_or(choices.includes);
    choices.server_name = arguments.option("--server-name").value_or("");
    choices.access_log = arguments.option("--access-log")
                             .value_or("/var/log/gatehouse/" + config.text("portal.instance") + ".log");
    choices.user = arguments.option("--user").value_or("");
    if (const auto listed = arguments.option("--listen")) choices.addresses = base::split(*listed, ',');
    choices.rate = number(arguments, "--rate", choices.rate);
    choices.burst = number(arguments, "--burst", choices.burst);
    choices.gate_rate = number(arguments, "--gate-rate", choices.gate_rate);
    choices.gate_burst = number(arguments, "--gate-burst", choices.gate_burst);
    choices.connections = number(arguments, "--connections", choices.connections);
    return choices;
}

int print(const Arguments& arguments) {
    const auto config = arguments.configuration();
    const auto choices = choices_of(arguments, config);
    const auto wanted = arguments.option("--part");
    const auto into = arguments.option("--into");
    bool any = false;
    for (const auto& part : kParts) {
        if (wanted ? *wanted != part.name : part.name == "local" && !into) continue;
        any = true;
        const auto text = render_nginx(part.file, config, choices);
        const auto target = part.name == "local" ? "nginx.conf"
                                                 : fmt::format("gatehouse-{}-{}.conf",
                                                               config.text("portal.instance"), part.name);
        if (into)
            write_file(*into + "/" + target, text, 0644);
        else
            fmt::print("{}{}", wanted ? "" : "\n#### " + target + "\n\n", text);
    }
    if (any) return kFine;
    std::fputs("gatehouse: --part: one of http, fastcgi, locations, server, default, local\n", stderr);
    return kUsage;
}

// The hashed name of portal.css, from the assets' manifest.
std::string style_sheet(const base::Configuration& config) {
    const auto file = config.text("server.assets_folder") + "/manifest";
    std::ifstream in(file);
    for (std::string name, hashed, integrity; in >> name >> hashed >> integrity;)
        if (name == "portal.css") return hashed;
    throw base::ConfigError(file + ": names no portal.css; is server.assets_folder right?");
}

int error_pages(const Arguments& arguments) {
    const auto config = arguments.configuration();
    const auto folder = arguments.positional("FOLDER").empty()
                            ? config.text("server.state_folder") + "/errors"
                            : arguments.positional("FOLDER");
    const auto css = style_sheet(config);
    make_folder(folder, 0755);
    for (const int status : {413, 429, 502, 503, 504})
        write_file(fmt::format("{}/{}.html", folder, status), render_error_page(status, config, css), 0644);
    return kFine;
}

}  // namespace

Command nginx_print() {
    return {"nginx print",
            "nginx's files for this portal",
            {},
            {{"--part", "PART", "only this one: http, fastcgi, locations, server, default or local"},
             {"--into", "FOLDER", "write files there instead of printing"},
             {"--server-name", "NAME", "server_name of the virtual host"},
             {"--includes", "FOLDER", "where the locations and fastcgi files will stand"},
             {"--listen", "ADDRESSES", "only these, by comma: 127.0.0.1,[::1]"},
             {"--access-log", "FILE", "where nginx's access log goes; else /var/log/gatehouse/INSTANCE.log"},
             {"--user", "NAME", "the user of nginx's workers, in the file local"},
             {"--rate", "N", "requests a second and address"},
             {"--burst", "N", "how many more at once"},
             {"--gate-rate", "N", "the same for forms of the gate pool"},
             {"--gate-burst", "N", "how many more of these at once"},
             {"--connections", "N", "connections at once and address"}},
            print};
}

Command nginx_error_pages() {
    return {"nginx error-pages",
            "makes the pages nginx shows when no worker answers",
            {{"FOLDER", "where to; else errors in the state folder", false}},
            {},
            error_pages};
}

}  // namespace commands
