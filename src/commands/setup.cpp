// `gatehouse setup`: what a portal needs before its first start: configuration file, key rings, database
// passwords. May be repeated: what exists stays as it is, byte for byte. Never prints a secret and never
// touches the database.
#include <fmt/format.h>

#include <filesystem>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "commands/command.h"
#include "commands/files.h"
#include "crypto/key_ring.h"
#include "crypto/random.h"

namespace commands {
namespace {

constexpr std::string_view kRings[] = {"identity", "shared", "outbox"};
constexpr std::string_view kRoles[] = {"gate", "house", "courier", "owner"};

bool exists(const std::string& path) {
    return std::filesystem::exists(path);
}

void tell(std::string_view what, const std::string& path) {
    fmt::print("{:<6} {}\n", what, path);
}

void make_secret(const std::string& path, std::string_view text) {
    if (exists(path)) return tell("kept", path);
    write_file(path, text, 0600);
    tell("made", path);
}

void make_credentials(const std::string& folder) {
    make_folder(folder, 0700);
    crypto::initialise();
    const base::SystemClock clock;
    for (const auto ring : kRings) {
        const auto key = crypto::KeyRing::make("xchacha20poly1305", clock.now());
        make_secret(fmt::format("{}/keyring.{}", folder, ring), crypto::KeyRing::to_line(key) + "\n");
    }
    for (const auto role : kRoles)
        make_secret(fmt::format("{}/database.{}_password", folder, role), crypto::random_token());
    // systemd does not start a unit whose credential has no file; empty means none.
    make_secret(folder + "/smtp.password", "");
}

// A short file: the keys that production wants, and where to read about the rest.
std::string first_configuration(const Arguments& arguments) {
    std::vector<std::string> missing;
    const auto needed = [&](const char* option) {
        const auto given = arguments.option(option);
        if (!given) missing.emplace_back(option);
        return given.value_or("");
    };
    const auto url = needed("--base-url"), from = needed("--mail-from"), smtp = needed("--smtp-host");
    if (!missing.empty())
        throw UsageError(fmt::format("{} is not there yet, and to make it {} must be given",
                                     arguments.config_file(), fmt::join(missing, " and ")));
    const auto quoted = [](const std::string& text) { return base::Json(text).dump(); };
    return fmt::format(
        "# A Gatehouse portal. All keys: gatehouse config explain\n\n"
        "[portal]\nenvironment = \"production\"\nname = {}\nbase_url = {}\n\n"
        "[mail]\ntransports = [\"smtp\"]\nfrom_address = {}\n\n"
        "[smtp]\nhost = {}\nport = 587\n",
        quoted(arguments.option("--name").value_or("Gatehouse")), quoted(url), quoted(from), quoted(smtp));
}

int run(const Arguments& arguments) {
    const auto& file = arguments.config_file();
    const auto folder = std::filesystem::absolute(file).parent_path().string();
    if (exists(file)) {
        tell("kept", file);
    } else {
        const auto text = first_configuration(arguments);
        make_folder(folder, 0755);
        write_file(file, text, 0644);
        tell("made", file);
    }
    make_credentials(arguments.option("--credentials").value_or(folder + "/credentials"));
    return kFine;
}

}  // namespace

Command setup() {
    return {"setup",
            "makes configuration, key rings and database passwords of a new portal; keeps what is there",
            {},
            {{"--base-url", "URL", "where people will reach it"},
             {"--mail-from", "ADDRESS", "the sender of its mails"},
             {"--smtp-host", "HOST", "the mail server it sends through"},
             {"--name", "TEXT", "what people read as its name"},
             {"--credentials", "FOLDER", "where secrets go; else credentials beside the configuration"}},
            run};
}

}  // namespace commands
