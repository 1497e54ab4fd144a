#include "courier/letter.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "crypto/sealed.h"
#include "http/page.h"

namespace courier {

namespace {

constexpr std::string_view kSubject = "Subject: ";

bool is_template_name(std::string_view kind) {
    return !kind.empty() && kind.size() <= 40 &&
           std::ranges::all_of(kind, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

bool is_value_name(std::string_view name) {
    return !name.empty() && name.size() <= 40 &&
           std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

std::string one_line(std::string_view value) {
    std::string line(base::trim(value));
    for (auto& c : line) c = static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
    return line;
}

void sign(http::Block& page, const base::Configuration& config) {
    page.set("PORTAL_NAME", config.text("portal.name"));
    page.set("PORTAL_LINK", config.base_url());
}

void fill(http::Block& page, const Values& values, const base::Configuration& config) {
    sign(page, config);
    for (const auto& [name, value] : values) {
        if (!is_value_name(name)) throw base::Error("a mail value with a strange name");
        page.set(name.c_str(), name == "TEXT" ? base::unify_newlines(value) : one_line(value));
    }
    const auto has = [&values](const char* name) {
        const auto found = values.find(name);
        return found != values.end() && !found->second.empty();
    };
    page.show_if("HAS_NAME", has("FIRST_NAME"));
    page.show_if("HAS_TEXT", has("TEXT"));
}

std::string domain_of(const base::Configuration& config) {
    const auto& domain = config.text("mail.message_id_domain");
    if (!domain.empty()) return domain;
    const auto& from = config.text("mail.from_address");
    return from.substr(from.find('@') + 1);
}

}  // namespace

Values read_values(const Taken& mail, const crypto::KeyRings& keys) {
    std::string json = mail.payload;
    if (mail.sealed)
        json = crypto::open(keys[crypto::Ring::outbox], crypto::Purpose::outbox,
                            {"outbox", "payload", mail.tag}, {mail.payload})
                   .reveal();
    const auto parsed = base::Json::parse(json);
    if (!parsed || !parsed->object()) throw base::Error("the payload is no JSON object");
    Values values;
    for (const auto& [name, value] : *parsed->object())
        values[name] = value.text() ? *value.text() : value.dump();
    return values;
}

Words write_words(std::string_view kind, const Values& values, const base::Configuration& config) {
    if (!is_template_name(kind)) throw base::Error("a mail of a strange kind");
    http::Text plain(fmt::format("mail/{}.txt", kind).c_str());
    fill(plain, values, config);
    Words words{.subject = {}, .text = plain.render(), .html = {}};
    const auto end = words.text.find('\n');
    if (!words.text.starts_with(kSubject) || end == std::string::npos)
        throw base::Error(fmt::format("mail/{}.txt must begin with \"Subject: \"", kind));
    words.subject = one_line(std::string_view(words.text).substr(kSubject.size(), end - kSubject.size()));
    words.text.erase(0, words.text.find_first_not_of('\n', end));
    http::Text rich("mail/frame.html");
    rich.set("TITLE", words.subject);
    sign(rich, config);
    auto content = rich.include("CONTENT", fmt::format("mail/{}.html", kind).c_str());
    fill(content, values, config);
    words.html = rich.render();
    return words;
}

std::string message_id(std::string_view tag, const base::Configuration& config) {
    return fmt::format("<{}@{}>", tag, domain_of(config));
}

providers::OutgoingMail write_letter(const Taken& taken, const crypto::KeyRings& keys,
                                     const base::Configuration& config) {
    auto words = write_words(taken.kind, read_values(taken, keys), config);
    const auto& name = config.text("mail.from_name");
    providers::OutgoingMail mail{
        .message_id = message_id(taken.tag, config),
        .idempotency_key = taken.tag,
        .from_address = config.text("mail.from_address"),
        .from_name = name.empty() ? config.text("portal.name") : name,
        .to_address = taken.recipient,
        .subject = std::move(words.subject),
        .text = std::move(words.text),
        .html = std::move(words.html),
        .headers = {{"Auto-Submitted", "auto-generated"}, {"X-Auto-Response-Suppress", "OOF, AutoReply"}},
    };
    if (!taken.thread.empty()) {
        // Every mail of a ticket points at one anchor that was never sent: mail programs group by it.
        const auto anchor = message_id(taken.thread, config);
        mail.headers["In-Reply-To"] = anchor;
        mail.headers["References"] = anchor;
    }
    return mail;
}

}  // namespace courier
