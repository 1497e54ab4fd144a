// `gatehouse mail test ADDRESS`: one mail by each configured way, with the dialogue. `gatehouse mail preview
// DIR`: every mail the portal can send, as files. Neither needs the database.
#include <cstdio>
#include <filesystem>

#include "base/email_address.h"
#include "commands/files.h"
#include "commands/progress.h"
#include "commands/system.h"
#include "commands/test_calls.h"
#include "courier/letter.h"
#include "crypto/random.h"
#include "http/page.h"
#include "providers/mail_transport.h"

namespace commands {

namespace {

constexpr std::string_view kSampleStatus[][2] = {
    {"factor_changed", "An authenticator app was added. From now on it is asked for at sign-in."},
    {"new_device", "Firefox on Linux, from 198.51.100.7, 21 November 2026, 09:12 UTC"},
    {"passkey_copied",
     "Your passkey \"My laptop\" was used in a way that suggests that a copy of it exists. It was refused, "
     "and "
     "nobody came in with it."},
    {"sign_in_code", "If you are not signing in, somebody may know your password: change it."},
    {"password_reset_code", "If you did not ask, do nothing: your password stays as it is."},
    {"recovery_code_used", "7 codes are left."},
    {"ticket_status", "waiting for you"},
};

courier::Values sample_values(std::string_view kind, const base::Configuration& config) {
    const auto* status =
        std::ranges::find_if(kSampleStatus, [&](const auto& sample) { return sample[0] == kind; });
    return {{"CODE", "123456"},
            {"FIRST_NAME", "Ada"},
            {"LINK", config.url("/dashboard")},
            {"TICKET_NUMBER", "1001"},
            {"SUBJECT", "Printer on the 2nd floor says \"PC LOAD LETTER\" & stops"},
            {"TEXT", "Hello,\n\nit does so since Monday. <b>Every</b> page.\n\nAda"},
            {"AUTHOR", "Grace Hopper"},
            {"DAYS", "7"},
            {"MINUTES", "5"},
            {"STATUS_TEXT", std::string(status == std::end(kSampleStatus) ? "" : (*status)[1])}};
}

providers::OutgoingMail test_mail(const base::Configuration& config, const std::string& to) {
    const auto tag = crypto::random_uuid();
    auto words = courier::write_words("test", sample_values("test", config), config);
    const auto& name = config.text("mail.from_name");
    return {.message_id = courier::message_id(tag, config),
            .idempotency_key = tag,
            .from_address = config.text("mail.from_address"),
            .from_name = name.empty() ? config.text("portal.name") : name,
            .to_address = to,
            .subject = words.subject,
            .text = words.text,
            .html = words.html,
            .headers = {{"Auto-Submitted", "auto-generated"}}};
}

int test(const Arguments& arguments) {
    const auto to = base::EmailAddress::parse(arguments.positional("ADDRESS"));
    if (!to) return fail(kBadInput, "this is not an e-mail address");
    const auto config = arguments.configuration();
    auto log = make_log(config, "command");
    crypto::initialise();
    http::load_templates(config.text("server.templates_folder"));
    TestCalls calls(arguments);
    Progress progress;
    int failed = 0;
    for (const auto& name : config.list("mail.transports")) {
        std::string transcript;
        const auto transport = providers::make_mail_transport(name, config, log);
        transport->transcribe(&transcript);
        progress.at("sending by " + name);
        const auto delivery = transport->send(test_mail(config, to->text()));
        progress.clear();
        calls.count(name, "test", providers::to_text(delivery.outcome));
        fmt::print("{}: {}\n{}  answer: {}\n", name, providers::to_text(delivery.outcome), transcript,
                   delivery.answer);
        if (!delivery.provider_id.empty()) fmt::print("  id: {}\n", delivery.provider_id);
        failed += delivery.outcome == providers::Outcome::accepted ? 0 : 1;
    }
    return failed == 0 ? kFine : kUnavailable;
}

int preview(const Arguments& arguments) {
    const auto config = arguments.configuration();
    const std::filesystem::path to = arguments.positional("DIR");
    const auto& templates = config.text("server.templates_folder");
    http::load_templates(templates);
    make_folder(to.string(), 0755);
    for (const auto& entry : std::filesystem::directory_iterator(templates + "/mail")) {
        if (entry.path().extension() != ".txt") continue;
        const auto kind = entry.path().stem().string();
        const auto words = courier::write_words(kind, sample_values(kind, config), config);
        write_file((to / (kind + ".txt")).string(), "Subject: " + words.subject + "\n\n" + words.text, 0644);
        write_file((to / (kind + ".html")).string(), words.html, 0644);
        fmt::print("{}: {}\n", kind, words.subject);
    }
    return kFine;
}

}  // namespace

Command mail_test() {
    return {"mail test",
            "sends one mail by each configured transport, even if it was given up, and shows the dialogue; "
            "counted in providers usage",
            {{"ADDRESS", "where to"}},
            {},
            test};
}

Command mail_preview() {
    return {"mail preview",
            "writes every mail the portal can send into a folder",
            {{"DIR", "made if missing"}},
            {},
            preview};
}

}  // namespace commands
