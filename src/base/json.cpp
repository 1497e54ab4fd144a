// JSON in and out. The only file that includes nlohmann. Guarantees: refused text is refused before a tree of
// more than kMostDepth levels exists; no error text quotes what was sent. Never guesses: no comments, no
// duplicate keys, no integers that do not fit.
#include "base/json.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace base {
namespace {

constexpr size_t kMostDepth = 16;

// Builds our values from nlohmann's events; `problem` says why it stopped.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    std::string problem;
    Json result;

    bool null() override { return add({}); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(std::int64_t value) override { return add(value); }
    bool number_unsigned(std::uint64_t value) override {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return stop("a number is out of range");
        return add(value);
    }
    bool number_float(double value, const std::string& text) override {
        // nlohmann turns integers of more than 64 bits into doubles; that would lose digits silently.
        if (text.find_first_of(".eE") == std::string::npos) return stop("a number is out of range");
        return add(value);
    }
    bool string(std::string& value) override { return add(std::move(value)); }
    bool binary(nlohmann::json::binary_t&) override { return stop("binary values are not JSON"); }
    bool start_object(size_t) override {
        return open(Open{.is_object = true, .array = {}, .object = {}, .key = {}});
    }
    bool start_array(size_t) override {
        return open(Open{.is_object = false, .array = {}, .object = {}, .key = {}});
    }
    bool key(std::string& name) override {
        if (open_.back().object.contains(name)) return stop("a key occurs twice in one object");
        open_.back().key = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        // 406: a float beyond the range of double; else the grammar.
        return stop((error.id == 406 ? "a number is out of range at byte " : "malformed at byte ") +
                    std::to_string(position));
    }

  private:
    struct Open {
        bool is_object;
        Json::Array array;
        Json::Object object;
        std::string key;
    };

    bool stop(std::string why) {
        if (problem.empty()) problem = std::move(why);
        return false;
    }
    bool open(Open container) {
        if (open_.size() == kMostDepth) return stop("nested more than 16 levels deep");
        open_.push_back(std::move(container));
        return true;
    }
    bool close() {
        Open done = std::move(open_.back());
        open_.pop_back();
        return done.is_object ? add(std::move(done.object)) : add(std::move(done.array));
    }
    bool add(Json value) {
        if (open_.empty())
            result = std::move(value);
        else if (auto& top = open_.back(); top.is_object)
            top.object.emplace(std::move(top.key), std::move(value));
        else
            top.array.push_back(std::move(value));
        return true;
    }

    std::vector<Open> open_;
};

nlohmann::json to_library(const Json& value) {
    if (const auto* v = value.boolean()) return *v;
    if (const auto* v = value.integer()) return *v;
    if (const auto* v = value.number()) return *v;
    if (const auto* v = value.text()) return *v;
    if (const auto* v = value.array()) {
        auto array = nlohmann::json::array();
        for (const auto& item : *v) array.push_back(to_library(item));
        return array;
    }
    if (const auto* v = value.object()) {
        auto object = nlohmann::json::object();
        for (const auto& [name, item] : *v) object.emplace(name, to_library(item));
        return object;
    }
    return nullptr;
}

}  // namespace

std::expected<Json, std::string> Json::parse(std::string_view text) {
    Builder builder;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
        return std::unexpected(std::move(builder.problem));
    return std::move(builder.result);
}

std::string Json::dump() const {
    return to_library(*this).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

const Json* Json::find(std::string_view name) const {
    const auto* members = object();
    if (members == nullptr) return nullptr;
    const auto found = members->find(name);
    return found == members->end() ? nullptr : &found->second;
}

std::string_view Json::text_at(std::string_view name) const {
    const auto* member = find(name);
    const auto* found = member == nullptr ? nullptr : member->text();
    return found == nullptr ? std::string_view() : std::string_view(*found);
}

}  // namespace base
