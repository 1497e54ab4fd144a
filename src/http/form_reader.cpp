// The only file that includes CGIcc. Guarantees: linear time (CGIcc is quadratic in "&&", which is refused
// before), exact names, one value a name. Never lets CGIcc see an environment, a query beside a body, or
// multipart.
#include "http/form_reader.h"

#include <cgicc/Cgicc.h>

#include <cstring>

#include "base/text.h"

namespace http {
namespace {

// Gives CGIcc the checked text as the body of a POST, and nothing else.
class CheckedForm final : public cgicc::CgiInput {
  public:
    explicit CheckedForm(std::string_view text) : text_(text) {}

    size_t read(char* out, size_t length) override {
        const auto count = std::min(length, text_.size() - taken_);
        std::memcpy(out, text_.data() + taken_, count);
        taken_ += count;
        return count;
    }
    std::string getenv(const char* name) override {
        const std::string_view wanted(name);
        if (wanted == "REQUEST_METHOD") return "POST";
        if (wanted == "CONTENT_TYPE") return "application/x-www-form-urlencoded";
        if (wanted == "CONTENT_LENGTH") return std::to_string(text_.size());
        return "";
    }

  private:
    std::string_view text_;
    size_t taken_ = 0;
};

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What is wrong with one "name=value", still encoded; "" if nothing.
std::string_view wrong_pair(std::string_view pair) {
    if (pair.empty()) return "There is an empty field.";
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) return "A field has no value.";
    if (equals == 0) return "A field has no name.";
    for (size_t i = 0; i < pair.size(); ++i) {
        if (pair[i] == '\0') return "A field holds a NUL.";
        if (pair[i] != '%') continue;
        if (i + 2 >= pair.size() || !is_hex(pair[i + 1]) || !is_hex(pair[i + 2]))
            return "A field is not properly encoded.";
        if (pair[i + 1] == '0' && pair[i + 2] == '0') return "A field holds a NUL.";
    }
    return "";
}

// Checks every pair and counts them; "wrong" is empty if all is well.
struct Checked {
    size_t pairs = 0;
    std::string_view wrong;
};
Checked check_pairs(std::string_view encoded) {
    Checked checked;
    for (size_t start = 0; start <= encoded.size();) {
        const auto end = std::min(encoded.find('&', start), encoded.size());
        if (++checked.pairs > kMostPairs) return {checked.pairs, "There are too many fields."};
        checked.wrong = wrong_pair(encoded.substr(start, end - start));
        if (!checked.wrong.empty()) return checked;
        start = end + 1;
    }
    return checked;
}

// CGIcc splits at ";" too: encoded, it is data.
std::string with_semicolons_encoded(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        if (c == ';')
            safe += "%3B";
        else
            safe += c;
    }
    return safe;
}

}  // namespace

std::expected<Fields, std::string> read_form(std::string_view encoded) {
    if (encoded.empty()) return Fields();
    const auto checked = check_pairs(encoded);
    if (!checked.wrong.empty()) return std::unexpected(std::string(checked.wrong));

    Fields fields;
    try {
        const auto safe = with_semicolons_encoded(encoded);
        CheckedForm input(safe);
        const cgicc::Cgicc form(&input);
        if (form.getElements().size() != checked.pairs) return std::unexpected("The fields cannot be read.");
        for (const auto& element : form.getElements()) {
            auto name = element.getName();
            auto value = element.getValue();
            if (!base::is_utf8(name) || !base::is_utf8(value))
                return std::unexpected("A field is not UTF-8.");
            if (base::has_control(name)) return std::unexpected("A field's name is not plain text.");
            if (fields.find(name))
                return std::unexpected("The field “" + base::shorten(name, 40) + "” was given twice.");
            fields.add(std::move(name), std::move(value));
        }
    } catch (const std::exception&) {  // CGIcc throws runtime_error, length_error, bad_alloc
        return std::unexpected("The fields cannot be read.");
    }
    return fields;
}

}  // namespace http
