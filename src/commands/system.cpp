// Set-up shared by the commands.
#include "commands/system.h"

#include <termios.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <iostream>

#include "crypto/random.h"

namespace commands {

namespace {

base::Level level_of(const std::string& text) {
    if (text == "debug") return base::Level::debug;
    if (text == "warning") return base::Level::warning;
    if (text == "error") return base::Level::error;
    return base::Level::info;
}

const std::string& ring_file(const base::Configuration& config, crypto::Ring ring) {
    return config.text(fmt::format("keys.{}", crypto::to_text(ring)));
}

}  // namespace

std::unique_ptr<base::Clock> make_clock(const base::Configuration& config) {
    const auto& file = config.text("testing.clock_file");
    if (!file.empty()) return std::make_unique<base::MovableClock>(file);
    return std::make_unique<base::SystemClock>();
}

base::Log make_log(const base::Configuration& config, const std::string& role) {
    return base::Log(role, level_of(config.text("log.level")),
                     config.text("log.form") == "json" ? base::LogForm::json : base::LogForm::logfmt);
}

crypto::KeyRings load_keys(const base::Configuration& config, std::initializer_list<crypto::Ring> needed) {
    crypto::KeyRings rings;
    for (const auto ring : needed) rings.give(ring, crypto::KeyRing::load(ring_file(config, ring)));
    return rings;
}

System::System(const Arguments& arguments, database::Role role, std::initializer_list<crypto::Ring> needed,
               Reach reach)
    : config_(arguments.configuration()),
      log_(make_log(config_, "command")),
      clock_(make_clock(config_)),
      keys_(load_keys(config_, needed)),
      database_(database::options_for(role, config_), log_),
      hashing_("", 1),
      outbound_("", 1) {
    crypto::initialise();
    if (reach == Reach::now) database_.ready();
    context_ = std::make_unique<app::Context>(app::Context{.config = config_,
                                                           .clock = *clock_,
                                                           .keys = keys_,
                                                           .database = database_,
                                                           .log = log_,
                                                           .hashing = hashing_,
                                                           .outbound = outbound_,
                                                           .actor = {},
                                                           .request_id = "",
                                                           .client = {},
                                                           .user_agent = "",
                                                           .browser = "",
                                                           .device = ""});
    context_->actor.is_system = true;
    context_->actor.label = "command";
}

base::Secret read_secret(const std::string& prompt) {
    const bool terminal = isatty(STDIN_FILENO) != 0;
    termios before{};
    if (terminal) {
        tcgetattr(STDIN_FILENO, &before);
        auto quiet = before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        std::fputs(prompt.c_str(), stderr);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::fputs("\n", stderr);
    }
    return base::Secret(std::move(line));
}

std::optional<base::Secret> read_new_secret(const std::string& prompt) {
    auto secret = read_secret(prompt);
    if (isatty(STDIN_FILENO) != 0 && read_secret("Again: ").reveal() != secret.reveal()) return std::nullopt;
    return secret;
}

int fail(Exit code, const std::string& message) {
    std::fprintf(stderr, "gatehouse: %s\n", message.c_str());
    return code;
}

int refuse(const app::Refusal& refusal, const std::string& otherwise) {
    return fail(kBadInput, refusal.complaints.empty() ? otherwise : refusal.complaints.front().message);
}

std::optional<std::uint64_t> number(std::string_view typed) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (error != std::errc() || end != typed.data() + typed.size()) return std::nullopt;
    return value;
}

}  // namespace commands
