// Mail transports by name, from the configuration: the one place that knows their keys.
#include "base/error.h"
#include "providers/folder.h"
#include "providers/mail_transport.h"
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
    throw base::ConfigError(fmt::format("mail.transports: there is no transport \"{}\"", name));
}

}  // namespace providers
