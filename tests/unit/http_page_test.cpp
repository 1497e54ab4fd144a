// Pages from templates: what a person typed never becomes markup, and a broken template never becomes half a
// page.
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>

#include "http/page.h"

namespace {

using http::Field;
using http::FieldKind;
using http::Page;

const std::string kPragma = "{{%AUTOESCAPE context=\"HTML\"}}\n";
const std::string kHostile = "\"'><script>alert(1)</script>&";

// A folder of templates that goes away with the test.
class Folder {
  public:
    Folder() {
        std::string name = "/tmp/gatehouse-pages-XXXXXX";
        if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
        path_ = name;
        write("errors.html", kPragma + "<{{#ERROR}}({{FIELD}}:{{MESSAGE}}){{/ERROR}}>");
        write("field_error.html", kPragma + "[{{FIELD}}:{{MESSAGE}}]");
        write("frame.html",
              kPragma + "<title>{{TITLE}}</title>{{ROOT}}{{#SIGNED_IN}}!{{/SIGNED_IN}}{{>CONTENT}}.");
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    void write(const std::string& name, const std::string& text) {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << text;
    }
    void load() { http::load_templates(path_.string()); }
    // Renders one content template.
    std::string render(const std::string& content, const std::function<void(Page&)>& fill) {
        write("page.html", kPragma + content);
        load();
        Page page("page.html", "A page");
        fill(page);
        const auto text = page.render();
        const auto start = text.find("</title>") + 8;
        return text.substr(start, text.size() - start - 1);
    }
    std::string with(const std::string& content, std::string_view value) {
        return render(content, [&](Page& page) { page.set("X", value); });
    }

  private:
    std::filesystem::path path_;
};

bool mentions(const std::exception& error, const char* text) {
    return std::string(error.what()).find(text) != std::string::npos;
}

constexpr std::string_view kStates[] = {"open", "on-hold"};
constexpr Field kTable[] = {
    {.name = "subject", .kind = FieldKind::line, .label = "Subject"},
    {.name = "password", .kind = FieldKind::secret, .label = "Password"},
    {.name = "code", .kind = FieldKind::digits, .label = "Code"},
    {.name = "status", .kind = FieldKind::choice, .label = "Status", .choices = kStates},
    {.name = "notify", .kind = FieldKind::flag, .label = "Notify"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(http_page)

BOOST_AUTO_TEST_CASE(values_are_escaped_in_text_attribute_and_textarea) {
    Folder folder;
    const std::string escaped = "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;";
    BOOST_TEST(folder.with("<p>{{X}}</p>", kHostile) == "<p>" + escaped + "</p>");
    BOOST_TEST(folder.with("<input value=\"{{X}}\">", kHostile) == "<input value=\"" + escaped + "\">");
    BOOST_TEST(folder.with("<textarea>{{X:pre_escape}}</textarea>", "a\n<b>") ==
               "<textarea>a\n&lt;b&gt;</textarea>");
}

BOOST_AUTO_TEST_CASE(urls_cannot_become_scripts) {
    Folder folder;
    BOOST_TEST(folder.with("<a href=\"{{X}}\">x</a>", "javascript:alert(1)") == "<a href=\"#\">x</a>");
    BOOST_TEST(folder.with("<a href=\"{{X}}\">x</a>", "/tickets/7") == "<a href=\"/tickets/7\">x</a>");
    // The parser knows where a URL begins, not where its query does: there the template must say so.
    const auto query = folder.with("<a href=\"/login?next={{X:url_query_escape}}\">x</a>", "/a?b=c&d\"");
    BOOST_TEST(query == "<a href=\"/login?next=/a%3Fb%3Dc%26d%22\">x</a>");
}

BOOST_AUTO_TEST_CASE(sections_repeat_and_numbers_are_plain) {
    Folder folder;
    const auto fill = [](Page& page) {
        for (int i = 0; i < 2; ++i) page.section("ROW").set("N", i);
        page.set("BIG", std::uint64_t{18446744073709551615u});
        page.show_if("SHOWN", true);
        page.show_if("HIDDEN", false);
    };
    BOOST_TEST(folder.render("{{#ROW}}[{{N}}]{{/ROW}}{{BIG}}{{#SHOWN}}s{{/SHOWN}}{{#HIDDEN}}h{{/HIDDEN}}",
                             fill) == "[0][1]18446744073709551615s");
}

BOOST_AUTO_TEST_CASE(only_what_is_set_everywhere_reaches_the_included_page) {
    Folder folder;
    folder.write("part.html", kPragma + "({{ROOT}}{{OWN}})");
    const auto fill = [](Page& page) {
        page.set_everywhere("ROOT", "/portal");
        page.frame().show("SIGNED_IN");
        page.set("OWN", "mine");
        page.include("PART", "part.html");
    };
    BOOST_TEST(folder.render("{{OWN}}{{>PART}}", fill) == "/portal!mine(/portal)");
}

BOOST_AUTO_TEST_CASE(a_constant_reaches_every_template) {
    Folder folder;
    http::set_constant("HTTP_PAGE_TEST_ASSET", "/assets/x.1234.css");
    BOOST_TEST(folder.with("{{HTTP_PAGE_TEST_ASSET}}{{! {{HTTP_PAGE_TEST_ASSET}}", "") ==
               "/assets/x.1234.css");
}

BOOST_AUTO_TEST_CASE(a_constant_that_could_be_markup_is_escaped_as_a_value_is) {
    Folder folder;
    http::set_constant(std::string("HTTP_PAGE_TEST_NAME"), "<b>\"{{X}}");
    BOOST_TEST(folder.with("{{HTTP_PAGE_TEST_NAME}}", "x") == "&lt;b&gt;&quot;{{X}}");
}

BOOST_AUTO_TEST_CASE(a_constant_set_anew_is_not_shown_as_it_was) {
    Folder folder;
    http::set_constant("HTTP_PAGE_TEST_CHANGED", "plain");
    http::set_constant("HTTP_PAGE_TEST_CHANGED", "<b>");
    BOOST_TEST(folder.with("{{HTTP_PAGE_TEST_CHANGED}}", "") == "&lt;b&gt;");
}

BOOST_AUTO_TEST_CASE(a_time_is_shown_for_people_and_machines) {
    Folder folder;
    const auto fill = [](Page& page) {
        page.set_time("WHEN", "WHEN_ISO", base::Instant(std::chrono::seconds(1795222923)));
    };
    BOOST_TEST(folder.render("<time datetime=\"{{WHEN_ISO}}\">{{WHEN}}</time>", fill) ==
               "<time datetime=\"2026-11-21T01:02:03Z\">21 Nov 2026, 01:02 UTC</time>");
}

BOOST_AUTO_TEST_CASE(complaints_stand_on_top_and_beside_their_field) {
    Folder folder;
    std::string title;
    const auto fill = [&](Page& page) {
        page.complain({{"user-name", "Enter <b>."}, {"user-name", "Second."}, {"", "Whole form."}});
        page.complain({{"text", "Third."}});
        title = page.title();
    };
    const auto text = folder.render(
        "{{>ERRORS}}{{#USER_NAME_ERROR}}!{{/USER_NAME_ERROR}}{{>USER_NAME_ERROR}}{{>OTHER_ERROR}}", fill);
    BOOST_TEST(text ==
               "<(user-name:Enter &lt;b&gt;.)(user-name:Second.)(form:Whole form.)(text:Third.)>"
               "![user-name:Enter &lt;b&gt;.]");
    BOOST_TEST(title == "Error: A page");
    const auto none = folder.render("{{>ERRORS}}", [](Page& page) { page.complain({}); });
    BOOST_TEST(none == "");
}

BOOST_AUTO_TEST_CASE(complaints_reach_a_field_in_a_part_of_a_part_and_inside_a_section) {
    Folder folder;
    folder.write("outer.html", kPragma + "{{#SHOWN}}{{>CODE_ERROR}}{{/SHOWN}}{{>INNER}}");
    folder.write("inner.html", kPragma + "({{#CODE_ERROR}}!{{/CODE_ERROR}}{{>CODE_ERROR}})");
    const auto fill = [](Page& page) {
        auto outer = page.part("OUTER", "outer.html");
        outer.show("SHOWN");
        page.part(outer, "INNER", "inner.html");
        page.complain({{"code", "Wrong."}});
    };
    BOOST_TEST(folder.render("{{>OUTER}}", fill) == "[code:Wrong.](![code:Wrong.])");
}

BOOST_AUTO_TEST_CASE(a_refilled_form_never_shows_secrets_or_foreign_choices) {
    Folder folder;
    const std::string content =
        "{{SUBJECT}}|{{PASSWORD}}{{CODE}}|{{#STATUS_IS_ON_HOLD}}held{{/"
        "STATUS_IS_ON_HOLD}}{{#STATUS_IS_X}}x{{/STATUS_IS_X}}"
        "|{{#NOTIFY_ON}}checked{{/NOTIFY_ON}}";
    http::Fields typed;
    for (const auto* name : {"password", "code"}) typed.add(name, "123456");
    typed.add("subject", "<Hi>");
    typed.add("status", "on-hold");
    typed.add("notify", "on");
    BOOST_TEST(folder.render(content, [&](Page& page) { page.refill(kTable, typed); }) ==
               "&lt;Hi&gt;||held|checked");
    typed.set("status", "x");
    typed.set("notify", "");
    BOOST_TEST(folder.render(content, [&](Page& page) { page.refill(kTable, typed); }) == "&lt;Hi&gt;|||");
}

BOOST_AUTO_TEST_CASE(a_mail_keeps_its_blank_lines) {
    Folder folder;
    folder.write("mail/code.txt", "Hello {{NAME}},\n\n  {{CODE}}\n");
    folder.load();
    http::Text text("mail/code.txt");
    text.set("NAME", "A & B");
    text.set("CODE", "123456");
    BOOST_TEST(text.render() == "Hello A & B,\n\n  123456\n");
}

BOOST_AUTO_TEST_CASE(a_page_without_the_pragma_is_refused_by_name) {
    Folder folder;
    folder.write("sub/bare.html", "<p>{{X}} and more text than the pragma is long</p>");
    BOOST_CHECK_EXCEPTION(folder.load(), base::ConfigError,
                          [](const auto& error) { return mentions(error, "sub/bare.html"); });
}

BOOST_AUTO_TEST_CASE(a_broken_template_is_refused_by_name_and_changes_nothing) {
    Folder folder;
    BOOST_TEST(folder.with("{{X}}", "before") == "before");
    folder.write("broken.html", kPragma + "{{#OPEN}}");
    BOOST_CHECK_EXCEPTION(folder.load(), base::ConfigError,
                          [](const auto& error) { return mentions(error, "broken.html"); });
    Page page("page.html", "Still");
    BOOST_TEST(page.render().starts_with("<title>Still</title>"));
    BOOST_CHECK_THROW(http::load_templates("/nonexistent/templates"), base::ConfigError);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_a_bug_not_half_a_page) {
    Folder folder;
    folder.load();
    BOOST_CHECK_THROW(Page("absent.html", "X").render(), base::Bug);
    folder.write("late.html", kPragma + "late");
    BOOST_CHECK_THROW(Page("late.html", "X").render(), base::Bug);
    BOOST_CHECK_THROW(http::Text("absent.txt").render(), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_page_can_be_moved) {
    Folder folder;
    folder.write("page.html", kPragma + "{{X}}");
    folder.load();
    Page first("page.html", "Moved");
    first.set("X", "1");
    Page second(std::move(first));
    second.set("X", "2");
    BOOST_TEST(second.render() == "<title>Moved</title>2.");
}

BOOST_AUTO_TEST_SUITE_END()
