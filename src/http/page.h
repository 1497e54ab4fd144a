// A page or mail from a ctemplate file. All pages go through one frame (frame.html) that includes the content
// file; values are escaped by the template. Keys are constants, never input. ctemplate stays in page.cpp.
//   http::Page page("ticket_list.html", "My tickets");
//   page.set("COUNT", 25);  auto row = page.section("TICKET");  row.set("SUBJECT", ticket.subject);
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/fields.h"

namespace http {

// Loads and freezes every .html and .txt below `folder` (pages, mail/); in the master, before fork. A
// template is known by its path below `folder` ("mail/code.txt"). Throws ConfigError that names the file: a
// syntax error, or an .html that does not begin with the AUTOESCAPE pragma. A failed load leaves what was
// loaded before.
void load_templates(const std::string& folder);
// A value that every template sees, such as the hashed name of an asset: constants only, before
// load_templates, which writes those that need no escaping anywhere (letters, digits, "/._+=-") into the
// templates themselves.
void set_constant(const std::string& key, const std::string& value);

// A place in a page: values and repeated sections below it.
class Block {
  public:
    explicit Block(void* dictionary) : dictionary_(dictionary) {}
    void set(const char* key, std::string_view value);
    void set(const char* key, std::uint64_t value);
    void set(const char* key, std::int64_t value);
    void set(const char* key, int value) { set(key, std::int64_t{value}); }
    void show(const char* section);  // a section without values of its own
    void show_if(const char* section, bool condition) {
        if (condition) show(section);
    }
    Block section(const char* section);                   // one more repetition
    Block include(const char* marker, const char* file);  // {{>MARKER}} filled with a partial
    // WHEN_… : machine-readable and readable time, for <time datetime="{{KEY_ISO}}">{{KEY}}</time>
    void set_time(const char* key, const char* key_iso, base::Instant at);

  protected:
    void* dictionary_;  // ctemplate::TemplateDictionary, owned by the Page
};

class Page : public Block {
  public:
    // `content` is included by frame.html; `title` is the <title> and h1 text.
    Page(const char* content, std::string title);
    ~Page();
    Page(Page&&) noexcept;
    Page& operator=(Page&&) noexcept;

    // Also set as TITLE in the frame.
    const std::string& title() const { return title_; }
    // Values that every included file sees (ROOT, CSRF_TOKEN): request data, not process-wide.
    void set_everywhere(const char* key, std::string_view value);
    Block frame();  // the frame's own values, for portal/frame.cpp

    // {{>MARKER}} of `within` filled with a partial that holds fields: complain() reaches them too, if it
    // comes after. `within` is the page or a part of it.
    Block part(const Block& within, const char* marker, const char* file);
    Block part(const char* marker, const char* file) { return part(*this, marker, file); }
    // The error summary on top and the message beside each field: errors.html as the include ERRORS, in it
    // one ERROR {FIELD, MESSAGE} for each (FIELD is "form" for the form as a whole), and for field "subject"
    // the section SUBJECT_ERROR and field_error.html as the include SUBJECT_ERROR {FIELD, MESSAGE} with the
    // first message; puts "Error: " before the title.
    void complain(const Complaints& complaints);
    // Fills in what the person typed: SUBJECT for a text, section STATUS_IS_OPEN for a choice (only values of
    // the table), section NOTIFY_ON for a flag; never secrets or digits.
    void refill(std::span<const Field> table, const Fields& typed);

    std::string render() const;  // throws base::Bug when ctemplate says false

  private:
    struct Held;
    std::unique_ptr<Held> held_;
    std::string title_;
};

// A text without a frame (mail, static error pages): file below the templates' folder.
class Text : public Block {
  public:
    explicit Text(const char* file);
    ~Text();
    std::string render() const;

  private:
    struct Held;
    std::unique_ptr<Held> held_;
};

}  // namespace http
