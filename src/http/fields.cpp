// Named values and the rules of a field table. Guarantees: what check_values lets pass is of the kind, length
// and choice its table says. Never merges two values of one name.
#include "http/fields.h"

#include <charconv>

#include "base/email_address.h"
#include "base/text.h"

namespace http {
namespace {

constexpr std::string_view kCsrfToken = "csrf_token";

const Field* find_field(std::span<const Field> table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &Field::name);
    return found == table.end() ? nullptr : &*found;
}

bool fits(FieldKind kind, ValueType type) {
    switch (type) {
        case ValueType::form: return true;
        case ValueType::json_boolean: return kind == FieldKind::flag;
        case ValueType::json_integer: return kind == FieldKind::number;
        case ValueType::json_text: return kind != FieldKind::flag && kind != FieldKind::number;
    }
    return false;
}

std::string_view type_words(FieldKind kind) {
    if (kind == FieldKind::flag) return "true or false";
    if (kind == FieldKind::number) return "a whole number";
    return "a string";
}

std::string quoted(std::string_view name) {
    return "“" + base::shorten(name, 40) + "”";
}

// "Subject" → "a subject", "E-mail address" → "an e-mail address", "SMS code" → "an SMS code" stays in
// capitals.
std::string with_article(std::string_view label) {
    std::string words(label);
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const bool acronym = words.size() > 1 && words[1] >= 'A' && words[1] <= 'Z';
    if (!words.empty() && !acronym) words[0] = lower(words[0]);
    for (const std::string_view own : {"your ", "the ", "a ", "an "})
        if (words.starts_with(own)) return words;
    const bool sounds_like_you = words.starts_with("user") || words.starts_with("uni");
    // Of an acronym, the name of the first letter is spoken: "ess".
    const std::string_view vowels = acronym ? "AEFHILMNORSX" : "aeiou";
    const bool vowel = !words.empty() && vowels.contains(words[0]) && !sounds_like_you;
    return (vowel ? "an " : "a ") + words;
}

std::string missing(const Field& field) {
    if (field.kind == FieldKind::choice) return fmt::format("Choose {}.", with_article(field.label));
    if (field.kind == FieldKind::flag) return fmt::format("Tick “{}” to go on.", field.label);
    return fmt::format("Enter {}.", with_article(field.label));
}

// What is wrong with the length of a value that is not empty; "" if nothing.
std::string wrong_length(const Field& field, std::string_view value) {
    const auto points = base::count_points(value);
    const auto* unit = field.kind == FieldKind::digits ? "digits" : "characters";
    if (points >= field.least && points <= field.most) return "";
    if (field.least == field.most) return fmt::format("{} must be {} {}.", field.label, field.most, unit);
    if (points > field.most) return fmt::format("{} must be {} {} or fewer.", field.label, field.most, unit);
    return fmt::format("{} must be at least {} {}.", field.label, field.least, unit);
}

// Codes are typed and pasted as "123 456" or "123-456", with the no-break spaces and dashes of mail programs
// too.
std::string without_separators(std::string_view text) {
    std::string bare;
    for (size_t i = 0; i < text.size();) {
        size_t skip = text[i] == ' ' || text[i] == '-' || text[i] == '\t' ? 1 : 0;
        for (const std::string_view separator : {"\u00A0", "\u202F", "\u2010", "\u2011", "\u2013"})
            if (text.substr(i).starts_with(separator)) skip = separator.size();
        if (skip == 0) bare += text[i++];
        i += skip;
    }
    return bare;
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
    std::int64_t value = 0;
    return !text.empty() && all_digits(text) && text.size() <= 19 &&
           std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

// What nobody can see is as good as nothing: a name or subject of it would be a link without words.
std::string seen(std::string text) {
    return base::has_control(text, true) || !base::is_blank(text) ? std::move(text) : std::string();
}

std::string clean(const Field& field, const std::string& value) {
    switch (field.kind) {
        case FieldKind::line: return seen(base::to_nfc(base::trim(value)));
        case FieldKind::text: return seen(base::to_nfc(base::trim(base::unify_newlines(value))));
        case FieldKind::digits: return without_separators(value);
        case FieldKind::email: return std::string(base::trim_unseen(value));
        case FieldKind::number: return std::string(base::trim(value));
        case FieldKind::flag: return value == "on" || value == "1" || value == "true" ? "on" : value;
        case FieldKind::secret:
        case FieldKind::choice: break;
    }
    return value;
}

// What is wrong with a cleaned value that is not empty, for the person; "" if nothing. Puts an address into
// its form.
std::string wrong(const Field& field, std::string& value) {
    switch (field.kind) {
        case FieldKind::line:
            if (base::has_control(value) || base::turns_direction(value))
                return fmt::format("{} must be one line of plain text.", field.label);
            return wrong_length(field, value);
        case FieldKind::text:
            if (base::has_control(value, true)) return fmt::format("{} must be plain text.", field.label);
            return wrong_length(field, value);
        case FieldKind::secret: return wrong_length(field, value);
        case FieldKind::email: {
            const auto address = base::EmailAddress::parse(value);
            if (!address) return fmt::format("Enter {} like name@example.org.", with_article(field.label));
            value = address->text();
            return wrong_length(field, value);
        }
        case FieldKind::digits:
            if (!all_digits(value)) return fmt::format("{} must be digits only.", field.label);
            return wrong_length(field, value);
        case FieldKind::choice:
            if (std::ranges::find(field.choices, value) != field.choices.end()) return "";
            return fmt::format("Choose {} from the list.", with_article(field.label));
        case FieldKind::number:
            return is_number(value) ? "" : fmt::format("{} must be a whole number.", field.label);
        case FieldKind::flag:
            return value == "on" ? "" : fmt::format("{} must be ticked or not.", field.label);
    }
    return "";
}

}  // namespace

void Fields::add(std::string name, std::string value, ValueType type) {
    values_.emplace_back(std::move(name), std::move(value));
    types_.push_back(type);
}

const std::string* Fields::find(std::string_view name) const {
    for (const auto& [known, value] : values_)
        if (known == name) return &value;
    return nullptr;
}

std::string_view Fields::get(std::string_view name) const {
    const auto* value = find(name);
    return value ? std::string_view(*value) : std::string_view();
}

std::optional<std::string_view> Fields::maybe(std::string_view name) const {
    const auto* value = find(name);
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
}

void Fields::set(std::string_view name, std::string value) {
    for (auto& [known, old] : values_) {
        if (known != name) continue;
        old = std::move(value);
        return;
    }
    add(std::string(name), std::move(value));
}

ValueType Fields::type(std::string_view name) const {
    for (size_t i = 0; i < values_.size(); ++i)
        if (values_[i].first == name) return types_[i];
    return ValueType::form;
}

std::expected<void, std::string> check_names(std::span<const Field> table, const Fields& given) {
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : given) {
        if (std::ranges::find(seen, name) != seen.end())
            return std::unexpected(fmt::format("The field {} was given twice.", quoted(name)));
        seen.push_back(name);
        const auto* field = find_field(table, name);
        if (!field && name != kCsrfToken)
            return std::unexpected(fmt::format("The field {} is not known here.", quoted(name)));
        if (field && !fits(field->kind, given.type(name)))
            return std::unexpected(
                fmt::format("The field {} must be {}.", quoted(name), type_words(field->kind)));
    }
    for (const auto& field : table) {
        const bool may_be_absent =
            field.least == 0 || field.kind == FieldKind::choice || field.kind == FieldKind::flag;
        if (!may_be_absent && !given.find(field.name))
            return std::unexpected(fmt::format("The field {} is missing.", quoted(field.name)));
    }
    return {};
}

std::expected<Fields, Complaints> check_values(std::span<const Field> table, const Fields& given) {
    Fields cleaned;
    Complaints complaints;
    for (const auto& field : table) {
        const auto* raw = given.find(field.name);
        auto value = raw ? clean(field, *raw) : std::string();
        std::string complaint;
        if (!value.empty())
            complaint = wrong(field, value);
        else if (field.least > 0)
            complaint = missing(field);
        if (!complaint.empty()) complaints.push_back({std::string(field.name), std::move(complaint)});
        if (raw) cleaned.add(std::string(field.name), std::move(value), given.type(field.name));
    }
    if (!complaints.empty()) return std::unexpected(std::move(complaints));
    return cleaned;
}

}  // namespace http
