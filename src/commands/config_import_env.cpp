// `gatehouse config import-env`: a portal's configuration out of the .env of the system it replaces. Every
// variable is told about: which key it became, or why none. Guarantees: a secret goes into a file of its own
// and never into the configuration or onto the terminal; all files are written or none; what is there is not
// written over unless that is asked for, and a key ring is only ever added to.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "base/configuration_sources.h"
#include "base/dotenv.h"
#include "base/json.h"
#include "commands/env_import.h"
#include "commands/files.h"
#include "commands/system.h"
#include "crypto/random.h"

namespace commands {
namespace {

const base::Key& key_of(const base::Given& given) {
    return base::key_at(given.key);
}

bool is_secret(const base::Given& given) {
    return key_of(given).type == base::KeyType::secret;
}

// TOML's basic strings take JSON's escapes.
std::string as_toml(const base::GivenValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return base::Json(*text).dump();
    if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    std::string items;
    for (const auto& item : std::get<std::vector<std::string>>(value))
        items += (items.empty() ? "" : ", ") + base::Json(item).dump();
    return "[" + items + "]";
}

// The sections in the table's order; no secret is among them.
std::string sections_of(const std::vector<base::Given>& settings) {
    std::string text;
    std::string_view section = "portal";  // opened by the head
    for (const auto& given : settings) {
        if (is_secret(given)) continue;
        const auto& key = key_of(given);
        if (key.section != section) text += fmt::format("\n[{}]\n", key.section);
        section = key.section;
        text += fmt::format("{} = {}\n", key.name, as_toml(given.value));
    }
    return text;
}

// What the portal is called and where it is.
std::string portal_of(const Arguments& arguments) {
    const auto url = arguments.option("--base-url"), name = arguments.option("--name");
    const auto quoted = [](const std::string& text) { return base::Json(text).dump(); };
    return fmt::format(
        "name = {}\n{}\n", quoted(name.value_or("Gatehouse")),
        url ? "base_url = " + quoted(*url) : "#base_url = \"https://support.example.org\"  # needed");
}

std::string configuration_of(const Arguments& arguments, const EnvImport& made) {
    return "# A Gatehouse portal, taken over from a .env file. All keys: gatehouse config explain\n\n"
           "[portal]\nenvironment = \"production\"\n" +
           portal_of(arguments) + sections_of(made.settings);
}

// Whether it would load, but for what production wants on top: `config check` says that.
void check(const Arguments& arguments, const EnvImport& made) {
    (void)base::Configuration::from_text("[portal]\n" + portal_of(arguments) + sections_of(made.settings));
}

// What is there already with another content; an empty credential counts as none.
bool is_taken(const NewFile& file) {
    if (!std::filesystem::exists(std::filesystem::symlink_status(file.path))) return false;
    const auto held = read_file(file.path);
    return !held.empty() && held.reveal() != file.text.reveal();
}

// The ring in `path`, or a new one, with a key of this kind added; nothing where it holds it already.
std::optional<NewFile> with_key(const std::string& path, std::string_view kind, const base::Secret& secret,
                                base::Instant now) {
    std::string text;
    if (std::filesystem::exists(path)) {
        const auto ring = crypto::KeyRing::load(path);
        for (const auto& key : ring.masters())
            if (key.kind == kind && key.secret.reveal() == secret.reveal()) return std::nullopt;
        text = read_file(path).reveal();
        if (!text.ends_with('\n')) text += '\n';
    } else {
        text = crypto::KeyRing::to_line(crypto::KeyRing::make("xchacha20poly1305", now));
    }
    auto key = crypto::KeyRing::make(kind, now);
    key.secret = secret.copy();
    text += crypto::KeyRing::to_line(key);
    (void)crypto::KeyRing::parse(text);
    return NewFile{path, base::Secret(std::move(text)), 0600};
}

// Where everything goes.
struct Places {
    std::string config, credentials;
};

std::vector<NewFile> files_of(const Arguments& arguments, const EnvImport& made, const Places& places) {
    std::vector<NewFile> files;
    for (const auto& given : made.settings)
        if (is_secret(given))
            files.push_back({places.credentials + "/" + key_of(given).full(),
                             base::Secret(std::get<std::string>(given.value)), 0600});
    files.push_back({places.config, base::Secret(configuration_of(arguments, made)), 0644});
    return files;
}

std::vector<NewFile> rings_of(const EnvImport& made, const Places& places) {
    crypto::initialise();
    const auto now = base::SystemClock().now();
    std::vector<NewFile> files;
    const auto add = [&](const char* ring, const char* kind, const base::Secret& secret) {
        if (secret.empty()) return;
        if (auto file = with_key(fmt::format("{}/keyring.{}", places.credentials, ring), kind, secret, now))
            files.push_back(std::move(*file));
    };
    add("shared", "fernet", made.fernet);
    add("identity", "pepper", made.pepper);
    return files;
}

void report(const EnvImport& made, const Places& places) {
    const auto line = [](std::string_view variable, std::string_view what) {
        fmt::print("{:<28} {}\n", variable, what);
    };
    for (const auto& given : made.settings)
        line(given.source,
             is_secret(given) ? places.credentials + "/" + key_of(given).full() : key_of(given).full());
    if (!made.fernet.empty()) line("FERNET_KEY", places.credentials + "/keyring.shared");
    if (!made.pepper.empty()) line("PEPPER", places.credentials + "/keyring.identity");
    for (const auto& note : made.notes) line(note.variable, note.text);
}

int complain(const std::string& file, const std::vector<std::string>& complaints) {
    for (const auto& complaint : complaints) fail(kBadInput, file + ": " + complaint);
    return fail(kBadInput, "nothing was written; mend these lines, or take them out");
}

// The folder, if it was made here and stayed empty, goes again.
void write_all(const std::vector<NewFile>& files, const Places& places) {
    const bool had = std::filesystem::exists(places.credentials);
    try {
        make_folder(std::filesystem::path(places.config).parent_path().string(), 0755);
        make_folder(places.credentials, 0700);
        write_files(files);
    } catch (const base::FileError&) {
        std::error_code ignored;
        if (!had) std::filesystem::remove(places.credentials, ignored);
        throw;
    }
    for (const auto& file : files) fmt::print("made   {}\n", file.path);
}

int run(const Arguments& arguments) {
    const auto file = arguments.positional("FILE");
    const auto parsed = base::parse_dotenv(read_file(file).reveal());
    if (!parsed) return complain(file, parsed.error());
    const auto made = import_env(*parsed);
    if (!made.complaints.empty()) return complain(file, made.complaints);
    if (made.settings.empty() && made.fernet.empty() && made.pepper.empty())
        return fail(kBadInput, file + ": holds no variable that Gatehouse knows; nothing was written");
    check(arguments, made);

    const auto config = std::filesystem::absolute(arguments.config_file()).string();
    const auto beside = std::filesystem::path(config).parent_path().string() + "/credentials";
    const Places places{config, arguments.option("--credentials").value_or(beside)};
    auto files = files_of(arguments, made, places);
    if (arguments.flag("--dry-run")) {
        report(made, places);
        fmt::print("\n{}", files.back().text.reveal());
        return kFine;
    }
    int taken = 0;
    for (const auto& one : files)
        if (!arguments.flag("--replace") && is_taken(one))
            taken = fail(kBadInput, one.path + ": is there already and says something else");
    if (taken != 0) return fail(kBadInput, "nothing was written; --replace writes over these files");
    for (auto& ring : rings_of(made, places)) files.insert(files.begin(), std::move(ring));
    write_all(files, places);
    report(made, places);
    fmt::print(
        "next: gatehouse setup makes what is still missing, gatehouse config check says what is wrong\n");
    return kFine;
}

}  // namespace

Command config_import_env() {
    return {"config import-env",
            "makes the configuration and its credentials out of the .env of the system before",
            {{"FILE", "the .env file"}},
            {{"--base-url", "URL", "where people will reach the portal"},
             {"--name", "TEXT", "what people read as its name"},
             {"--credentials", "FOLDER", "where secrets go; else credentials beside the configuration"},
             {"--replace", "", "writes over what is there; key rings are only added to"},
             {"--dry-run", "", "only shows what would be written, without secrets"}},
            run};
}

}  // namespace commands
