// libFuzzer target: a request from the wire to checked fields. An input reads like one: lines NAME=value of
// FastCGI parameters, an empty line, the body. Guarantees sought: nothing crashes, and what is taken is
// bounded, valid and stays as it is when checked again.
#include <cstdlib>

#include "base/text.h"
#include "unit/http_source.h"

namespace {

using http::Field;
using http::FieldKind;

constexpr std::string_view kPriorities[] = {"low", "normal", "high"};
constexpr Field kTable[] = {
    {.name = "subject", .kind = FieldKind::line, .label = "Subject", .most = 200},
    {.name = "text", .kind = FieldKind::text, .label = "Text", .most = 10000},
    {.name = "password", .kind = FieldKind::secret, .label = "Password", .most = 128},
    {.name = "email", .kind = FieldKind::email, .label = "E-mail address", .most = 254},
    {.name = "code", .kind = FieldKind::digits, .label = "Code", .most = 6},
    {.name = "priority", .kind = FieldKind::choice, .label = "Priority", .choices = kPriorities},
    {.name = "page", .kind = FieldKind::number, .label = "Page"},
    {.name = "notify", .kind = FieldKind::flag, .label = "Notify"},
};

void demand(bool holds) {
    if (!holds) std::abort();
}

http_test::StringSource read_input(std::string_view input) {
    http_test::StringSource source;
    while (!input.empty()) {
        const auto line = input.substr(0, input.find('\n'));
        input.remove_prefix(std::min(line.size() + 1, input.size()));
        if (line.empty()) break;
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = line.substr(0, equals), value = line.substr(equals + 1);
        if (name == "HTTP_COOKIE")
            source.cookie += (source.cookie.empty() ? "" : "; ") + std::string(value);
        else
            source.parameters[std::string(name)] = value;
    }
    source.body = input;
    if (!source.parameters.contains("CONTENT_LENGTH"))
        source.parameters["CONTENT_LENGTH"] = std::to_string(input.size());
    return source;
}

void check_taken(const http::Fields& fields) {
    demand(fields.size() <= 100);
    for (const auto& [name, value] : fields) {
        demand(!name.empty() && base::is_utf8(name) && base::is_utf8(value));
        demand(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos);
        demand(*fields.find(name) == value);  // no name twice
    }
}

void check_cleaned(const http::Fields& cleaned) {
    for (const auto& [name, value] : cleaned) {
        const auto field = std::ranges::find(kTable, std::string_view(name), &Field::name);
        demand(field != std::end(kTable));
        demand(base::is_utf8(value) && base::count_points(value) <= field->most);
        if (field->kind == FieldKind::line || field->kind == FieldKind::email)
            demand(!base::has_control(value));
        if (field->kind == FieldKind::text) demand(!base::has_control(value, true));
    }
    const auto again = http::check_values(kTable, cleaned);
    demand(again.has_value() && std::ranges::equal(*again, cleaned));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, size_t size) {
    auto source = read_input({reinterpret_cast<const char*>(bytes), size});
    static_cast<void>(http::wants_json(source));
    auto request = http::Request::parse(source);
    if (!request) {
        demand(request.error().status >= 400 && !request.error().reason.empty());
        return 0;
    }
    demand(request->path().size() <= 2048 && !base::has_control(request->path()));
    demand(request->user_agent().size() <= 512 && base::is_utf8(request->user_agent()));
    check_taken(request->query());
    static_cast<void>(request->cookie("s"));
    static_cast<void>(request->wants_json());
    if (!request->read_body(source, 32 * 1024)) return 0;
    check_taken(request->body());
    if (!http::check_names(kTable, request->body())) return 0;
    const auto cleaned = http::check_values(kTable, request->body());
    if (cleaned)
        check_cleaned(*cleaned);
    else
        demand(!cleaned.error().empty());
    return 0;
}
