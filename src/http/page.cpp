// The only file that includes ctemplate. Guarantees: every template is loaded once with one strip mode and
// frozen; a page that cannot be expanded whole is an exception, never half a page. Never takes a key from
// input.
#include "http/page.h"

#include <ctemplate/template.h>

#include <array>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <unordered_map>

namespace http {
namespace {

constexpr std::string_view kPragma = "{{%AUTOESCAPE context=\"HTML\"}}";
constexpr const char* kFrame = "frame.html";
// Bytes that most pages fit in, so that they are not copied again and again as they grow.
constexpr size_t kUsualPage = 32768;

// Pages lose blank lines; in a mail's text they are paragraphs.
ctemplate::Strip strip_of(std::string_view file) {
    return file.ends_with(".txt") ? ctemplate::DO_NOT_STRIP : ctemplate::STRIP_BLANK_LINES;
}

// Set once by load_templates before fork; expanding does not change it.
std::unique_ptr<ctemplate::TemplateCache>& loaded() {
    static std::unique_ptr<ctemplate::TemplateCache> cache;
    return cache;
}

ctemplate::TemplateDictionary& of(void* dictionary) {
    return *static_cast<ctemplate::TemplateDictionary*>(dictionary);
}

// A key as ctemplate knows it for good. Given as plain text it would hash it, lock and look it up in its own
// table of all keys each time: a tenth of the time that a long list takes. Keys are constants, so the table
// stays small.
const ctemplate::StaticTemplateString& kept_key(std::string_view key) {
    static std::unordered_map<std::string_view, ctemplate::StaticTemplateString> known;
    if (const auto found = known.find(key); found != known.end()) return found->second;
    static std::deque<std::string> texts;
    const auto& text = texts.emplace_back(key);
    auto& made = known[text];
    made = {{text.c_str(), text.size(), 0}};
    const ctemplate::StaticTemplateStringInitializer fill_in(&made);
    return made;
}

// Most keys are literals, so the same address nearly always means the same key: the address finds it, and its
// text is compared, because a key put together at run time may have stood there before.
const ctemplate::StaticTemplateString& key_of(const char* key) {
    struct Seen {
        const char* address = nullptr;
        const ctemplate::StaticTemplateString* key = nullptr;
    };
    static std::array<Seen, 1024> seen;
    auto& place = seen[(reinterpret_cast<std::uintptr_t>(key) * 0x9E3779B97F4A7C15u) >> 54];
    if (place.address != key || std::strcmp(place.key->do_not_use_directly_.ptr_, key) != 0)
        place = {key, &kept_key(key)};
    return *place.key;
}

ctemplate::TemplateString value_of(std::string_view text) {
    return {text.data(), text.size()};
}

// Constants that mean the same in every place of a page, so that they need no escaping: paths, names of
// assets.
std::map<std::string, std::string>& plain_constants() {
    static std::map<std::string, std::string> constants;
    return constants;
}

bool is_plain(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("/._+=-").contains(c);
    });
}

// Looked up while a page is expanded, they would cost a long list as much as its own values.
std::string with_plain_constants(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (;;) {
        const auto begin = std::min(text.find("{{"), text.size()), end = text.find("}}", begin);
        out += text.substr(0, begin);
        if (end == std::string_view::npos) return out += text.substr(begin);
        const auto known = plain_constants().find(std::string(text.substr(begin + 2, end - begin - 2)));
        out += known == plain_constants().end() ? text.substr(begin, end + 2 - begin) : known->second;
        text.remove_prefix(end + 2);
    }
}

void load(ctemplate::TemplateCache& cache, const std::filesystem::path& folder,
          const std::filesystem::path& file) {
    const auto key = file.lexically_relative(folder).generic_string();
    std::ifstream in(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (file.extension() == ".html" && !text.starts_with(kPragma))
        throw base::ConfigError(file.string() + ": must begin with " + std::string(kPragma));
    if (!in || !cache.StringToTemplateCache(key, with_plain_constants(text), strip_of(key)))
        throw base::ConfigError(file.string() + ": cannot be read as a template (see the lines above)");
}

std::string expand(const char* file, const ctemplate::TemplateDictionary& dictionary) {
    if (!loaded()) throw base::Bug("load_templates was not called");
    std::string out;
    out.reserve(kUsualPage);
    if (!loaded()->ExpandWithData(file, strip_of(file), &dictionary, nullptr, &out))
        throw base::Bug("template cannot be expanded: " + dictionary.name());
    return out;
}

// "user-name" → "USER_NAME": how a field is called in a template.
std::string upper(std::string_view name) {
    std::string key(name);
    for (auto& c : key) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
        if (c == '-') c = '_';
    }
    return key;
}

}  // namespace

void load_templates(const std::string& folder) {
    auto cache = std::make_unique<ctemplate::TemplateCache>();
    std::error_code failed;
    const auto root = std::filesystem::canonical(folder, failed);
    if (failed) throw base::ConfigError(folder + ": " + failed.message());
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const auto extension = entry.path().extension();
        if (entry.is_regular_file() && (extension == ".html" || extension == ".txt"))
            load(*cache, root, entry.path());
    }
    cache->Freeze();
    loaded() = std::move(cache);
}

void set_constant(const std::string& key, const std::string& value) {
    ctemplate::TemplateDictionary::SetGlobalValue(kept_key(key), value);  // also for {{KEY:modifier}}
    plain_constants().erase(key);
    if (is_plain(value)) plain_constants()[key] = value;
}

void Block::set(const char* key, std::string_view value) {
    of(dictionary_).SetValue(key_of(key), value_of(value));
}
void Block::set(const char* key, std::uint64_t value) {
    set(key, std::string_view(std::to_string(value)));
}
void Block::set(const char* key, std::int64_t value) {
    set(key, std::string_view(std::to_string(value)));
}
void Block::show(const char* section) {
    of(dictionary_).ShowSection(key_of(section));
}
Block Block::section(const char* section) {
    return Block(of(dictionary_).AddSectionDictionary(key_of(section)));
}

Block Block::include(const char* marker, const char* file) {
    auto* included = of(dictionary_).AddIncludeDictionary(marker);
    included->SetFilename(file);
    return Block(included);
}

void Block::set_time(const char* key, const char* key_iso, base::Instant at) {
    set(key, std::string_view(base::to_words(at)));
    set(key_iso, std::string_view(base::to_rfc3339(at)));
}

struct Page::Held {
    explicit Held(const char* content) : frame(content) {}
    ctemplate::TemplateDictionary frame;
    ctemplate::TemplateDictionary* errors = nullptr;  // the one ERRORS include
    std::vector<std::string> told;                    // fields that have their message
    std::vector<Block> places;                        // where fields stand: the content and its parts
};

Page::Page(const char* content, std::string title)
    : Block(nullptr), held_(std::make_unique<Held>(content)), title_(std::move(title)) {
    auto* included = held_->frame.AddIncludeDictionary("CONTENT");
    included->SetFilename(content);
    dictionary_ = included;
    held_->places.emplace_back(included);
    held_->frame.SetValue("TITLE", title_);
}

Page::~Page() = default;
Page::Page(Page&&) noexcept = default;
Page& Page::operator=(Page&&) noexcept = default;

void Page::set_everywhere(const char* key, std::string_view value) {
    held_->frame.SetTemplateGlobalValue(key, value_of(value));
}

Block Page::frame() {
    return Block(&held_->frame);
}

Block Page::part(const Block& within, const char* marker, const char* file) {
    Block place = within;
    const auto made = place.include(marker, file);
    held_->places.push_back(made);
    return made;
}

void Page::complain(const Complaints& complaints) {
    if (complaints.empty()) return;
    if (!held_->errors) {
        held_->errors = of(dictionary_).AddIncludeDictionary("ERRORS");
        held_->errors->SetFilename("errors.html");
        title_.insert(0, "Error: ");
        held_->frame.SetValue("TITLE", title_);
    }
    for (const auto& complaint : complaints) {
        auto* error = held_->errors->AddSectionDictionary("ERROR");
        error->SetValue("FIELD", complaint.field.empty() ? "form" : complaint.field);
        error->SetValue("MESSAGE", complaint.message);
        if (complaint.field.empty() || std::ranges::find(held_->told, complaint.field) != held_->told.end())
            continue;
        held_->told.push_back(complaint.field);
        const auto key = upper(complaint.field) + "_ERROR";
        for (auto& place : held_->places) {
            place.show(key.c_str());
            auto beside = place.include(key.c_str(), "field_error.html");
            beside.set("FIELD", complaint.field);
            beside.set("MESSAGE", complaint.message);
        }
    }
}

void Page::refill(std::span<const Field> table, const Fields& typed) {
    for (const auto& field : table) {
        const auto key = upper(field.name);
        const auto value = typed.get(field.name);
        switch (field.kind) {
            case FieldKind::secret:
            case FieldKind::digits: break;
            case FieldKind::flag:
                if (!value.empty()) show((key + "_ON").c_str());
                break;
            case FieldKind::choice:
                if (std::ranges::find(field.choices, value) != field.choices.end())
                    show((key + "_IS_" + upper(value)).c_str());
                break;
            case FieldKind::line:
            case FieldKind::text:
            case FieldKind::email:
            case FieldKind::number: set(key.c_str(), value); break;
        }
    }
}

std::string Page::render() const {
    return expand(kFrame, held_->frame);
}

struct Text::Held {
    explicit Held(const char* name) : file(name), dictionary(name) {}
    std::string file;  // the caller may have made the name for this call only
    ctemplate::TemplateDictionary dictionary;
};

Text::Text(const char* file) : Block(nullptr), held_(std::make_unique<Held>(file)) {
    dictionary_ = &held_->dictionary;
}

Text::~Text() = default;

std::string Text::render() const {
    return expand(held_->file.c_str(), held_->dictionary);
}

}  // namespace http
