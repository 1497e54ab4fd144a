// The JSON face of a form. Guarantees: each value keeps its JSON type, so that check_names can refuse a
// string where a number belongs. Never turns one type into another.
#include "http/json_reader.h"

#include "base/json.h"
#include "base/text.h"
#include "http/form_reader.h"

namespace http {
namespace {

bool add_value(Fields& fields, const std::string& name, const base::Json& value) {
    if (const auto* text = value.text()) {
        if (text->find('\0') != std::string::npos) return false;
        fields.add(name, *text, ValueType::json_text);
    } else if (const auto* integer = value.integer()) {
        fields.add(name, std::to_string(*integer), ValueType::json_integer);
    } else if (const auto* boolean = value.boolean()) {
        fields.add(name, *boolean ? "true" : "", ValueType::json_boolean);
    } else {
        return false;
    }
    return true;
}

}  // namespace

std::expected<Fields, std::string> read_json(std::string_view text) {
    const auto json = base::Json::parse(text);
    if (!json) return std::unexpected("The JSON cannot be read: " + json.error() + ".");
    const auto* object = json->object();
    if (!object) return std::unexpected("The JSON must be an object.");
    if (object->size() > kMostPairs) return std::unexpected("There are too many fields.");
    Fields fields;
    for (const auto& [name, value] : *object) {
        if (name.empty() || base::has_control(name))
            return std::unexpected("A field's name is not plain text.");
        if (!add_value(fields, name, value))
            return std::unexpected("The field “" + base::shorten(name, 40) +
                                   "” must be a string, a whole number, true or false.");
    }
    return fields;
}

}  // namespace http
