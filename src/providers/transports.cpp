// Mail transports by name, from the configuration: the one place that knows their keys.
#include "base/error.h"
#include "providers/brevo.h"
#include "providers/folder.h"
#include "providers/mail_transport.h"
#include "providers/mailgun.h"
#include "providers/smtp.h"

namespace providers {

namespace {

std::unique_ptr<MailTransport> make_smtp(const base::Configuration& config) {
    const auto& security = config.text("smtp.security");
    SmtpSettings settings{
        .host = config.text("smtp.host"),
        .port = static_cast<int>(config.integer("smtp.port")),
        .implicit_tls = security == "tls",
        .plain_text = security == "none",
        .hello = config.base_host(),
        .user = config.text("smtp.username"),
        .password = config.secret("smtp.password").copy(),
        .ca_file = config.text("smtp.ca_file"),
        .deadline = config.seconds("smtp.timeout"),
    };
    if (settings.host.empty()) throw base::ConfigError("smtp.host: the transport smtp needs a mail server");
    if (settings.plain_text && !settings.user.empty())
        throw base::ConfigError("smtp.security: a log-in is sent over TLS only");
    return std::make_unique<SmtpTransport>(std::move(settings));
}

std::string checked_base_url(const base::Configuration& config, std::string_view key,
                             std::string_view otherwise) {
    auto url = config.text(key);
    if (url.empty()) url = otherwise;
    if (const auto fault = base_url_fault(url); !fault.empty())
        throw base::ConfigError(fmt::format("{}: {}", key, fault));
    return url;
}

std::unique_ptr<MailTransport> make_brevo(const base::Configuration& config) {
    if (config.secret("brevo.api_key").empty())
        throw base::ConfigError("brevo.api_key: the transport brevo needs it");
    return std::make_unique<BrevoTransport>(BrevoSettings{
        .base_url = checked_base_url(config, "brevo.base_url", "https://api.brevo.com/v3"),
        .api_key = config.secret("brevo.api_key").copy(),
        .ca_file = config.text("providers.ca_file"),
        .sandbox = config.flag("brevo.sandbox"),
        .deadline = config.milliseconds("brevo.deadline"),
    });
}

std::unique_ptr<MailTransport> make_mailgun(const base::Configuration& config) {
    if (config.secret("mailgun.api_key").empty())
        throw base::ConfigError("mailgun.api_key: the transport mailgun needs it");
    return std::make_unique<MailgunTransport>(MailgunSettings{
        .base_url =
            checked_base_url(config, "mailgun.base_url", mailgun_base_url(config.text("mailgun.region"))),
        .domain = config.text("mailgun.domain"),
        .api_key = config.secret("mailgun.api_key").copy(),
        .ca_file = config.text("providers.ca_file"),
        .deadline = config.milliseconds("mailgun.deadline"),
    });
}

}  // namespace

std::string_view to_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::accepted: return "accepted";
        case Outcome::temporary: return "temporary";
        case Outcome::permanent: return "permanent";
        case Outcome::misconfigured: return "misconfigured";
        case Outcome::unknown: return "unknown";
    }
    return "";
}

std::unique_ptr<MailTransport> make_mail_transport(std::string_view name, const base::Configuration& config,
                                                   base::Log&) {
    if (name == "smtp") return make_smtp(config);
    if (name == "folder")
        // Locally whoever runs the portal wants to read the mail; elsewhere only the courier's user may.
        return std::make_unique<FolderTransport>(config.text("mail.folder"),
                                                 config.production() ? 0600 : 0644);
    if (name == "brevo") return make_brevo(config);
    if (name == "mailgun") return make_mailgun(config);
    throw base::ConfigError(fmt::format("mail.transports: there is no transport \"{}\"", name));
}

}  // namespace providers
