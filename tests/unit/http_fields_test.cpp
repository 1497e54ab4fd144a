// Field tables: what is unknown, twice or missing is a bad request; what is wrong is told in plain words.
#include <boost/test/unit_test.hpp>

#include "http/fields.h"

namespace {

using http::Field;
using http::FieldKind;
using http::Fields;
using http::ValueType;

constexpr std::string_view kPriorities[] = {"low", "normal"};
constexpr Field kTicket[] = {
    {.name = "subject", .kind = FieldKind::line, .label = "Subject", .least = 3, .most = 10},
    {.name = "text", .kind = FieldKind::text, .label = "Your message", .most = 20},
    {.name = "priority", .kind = FieldKind::choice, .label = "Priority", .least = 1, .choices = kPriorities},
    {.name = "notify", .kind = FieldKind::flag, .label = "Send me a mail"},
};

Fields ticket() {
    Fields given;
    given.add("subject", "Hello");
    given.add("priority", "low");
    return given;
}

std::string refused(const Fields& given) {
    const auto checked = http::check_names(kTicket, given);
    return checked ? "" : checked.error();
}

// One field of a kind: the cleaned value, or "!" and the complaint.
std::string check(Field field, std::string value, ValueType type = ValueType::form) {
    Fields given;
    given.add(std::string(field.name), std::move(value), type);
    const auto checked = http::check_values(std::span(&field, 1), given);
    return checked ? std::string(checked->get(field.name)) : "!" + checked.error().at(0).message;
}

Field field(FieldKind kind, std::string_view label, size_t least = 1, size_t most = 255) {
    return {.name = "f", .kind = kind, .label = label, .least = least, .most = most};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_fields)

BOOST_AUTO_TEST_CASE(a_known_form_passes) {
    auto given = ticket();
    given.add("csrf_token", "x");
    BOOST_TEST(refused(given) == "");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_refused_even_if_only_its_case_differs) {
    auto given = ticket();
    given.add("Subject", "x");
    BOOST_TEST(refused(given) == "The field “Subject” is not known here.");
    given = ticket();
    given.add("role", "administrator");
    BOOST_TEST(refused(given) == "The field “role” is not known here.");
}

BOOST_AUTO_TEST_CASE(a_name_given_twice_is_refused) {
    for (const auto* name : {"subject", "csrf_token"}) {
        auto given = ticket();
        given.add(name, "x");
        given.add(name, "x");
        BOOST_TEST(refused(given) == "The field “" + std::string(name) + "” was given twice.");
    }
}

BOOST_AUTO_TEST_CASE(a_missing_field_is_refused_but_an_unchosen_one_is_told) {
    Fields given;
    BOOST_TEST(refused(given) == "The field “subject” is missing.");
    given.add("subject", "Hello");
    BOOST_TEST(refused(given) == "");
    const auto checked = http::check_values(kTicket, given);
    BOOST_REQUIRE(!checked);
    BOOST_TEST(checked.error().size() == 1u);
    BOOST_TEST((checked.error()[0] == base::Complaint{"priority", "Choose a priority."}));
}

BOOST_AUTO_TEST_CASE(json_of_another_type_is_refused) {
    const auto refused_as = [](FieldKind kind, ValueType type) {
        const Field one[] = {{.name = "f", .kind = kind, .label = "F"}};
        Fields given;
        given.add("f", "1", type);
        return !http::check_names(one, given);
    };
    BOOST_TEST(refused_as(FieldKind::line, ValueType::json_integer));
    BOOST_TEST(refused_as(FieldKind::digits, ValueType::json_integer));
    BOOST_TEST(refused_as(FieldKind::secret, ValueType::json_boolean));
    BOOST_TEST(refused_as(FieldKind::number, ValueType::json_text));
    BOOST_TEST(refused_as(FieldKind::flag, ValueType::json_text));
    BOOST_TEST(refused_as(FieldKind::flag, ValueType::json_integer));
    BOOST_TEST(!refused_as(FieldKind::line, ValueType::json_text));
    BOOST_TEST(!refused_as(FieldKind::number, ValueType::json_integer));
    BOOST_TEST(!refused_as(FieldKind::flag, ValueType::json_boolean));
    BOOST_TEST(!refused_as(FieldKind::number, ValueType::form));
}

BOOST_AUTO_TEST_CASE(complaints_come_in_the_order_of_the_table) {
    Fields given;
    given.add("priority", "urgent");
    given.add("subject", "");
    const auto checked = http::check_values(kTicket, given);
    BOOST_REQUIRE(!checked);
    BOOST_TEST(checked.error().at(0).field == "subject");
    BOOST_TEST(checked.error().at(1).field == "priority");
}

BOOST_AUTO_TEST_CASE(what_was_absent_stays_absent) {
    auto given = ticket();
    given.add("csrf_token", "x");
    const auto checked = http::check_values(kTicket, given);
    BOOST_REQUIRE(checked.has_value());
    BOOST_TEST(!checked->maybe("text"));
    BOOST_TEST(!checked->flag("notify"));
    BOOST_TEST(!checked->maybe("csrf_token"));
}

BOOST_AUTO_TEST_CASE(a_line_is_trimmed_and_has_no_control_characters) {
    BOOST_TEST(check(field(FieldKind::line, "Subject"), "  two words ") == "two words");
    BOOST_TEST(check(field(FieldKind::line, "Subject"), "  ") == "!Enter a subject.");
    BOOST_TEST(check(field(FieldKind::line, "Subject"), "a\nb") ==
               "!Subject must be one line of plain text.");
    BOOST_TEST(check(field(FieldKind::line, "Name"), "e\u0301") == "\u00e9");
}

BOOST_AUTO_TEST_CASE(a_text_keeps_its_lines) {
    BOOST_TEST(check(field(FieldKind::text, "Text"), "one\r\ntwo\rthree\n") == "one\ntwo\nthree");
    BOOST_TEST(check(field(FieldKind::text, "Text"), "a\x1b[31m") == "!Text must be plain text.");
}

BOOST_AUTO_TEST_CASE(lengths_are_counted_in_code_points_at_the_edges) {
    const auto subject = field(FieldKind::line, "Subject", 3, 5);
    BOOST_TEST(check(subject, "éé") == "!Subject must be at least 3 characters.");
    BOOST_TEST(check(subject, "ééé") == "ééé");
    BOOST_TEST(check(subject, "ééééé") == "ééééé");
    BOOST_TEST(check(subject, "éééééé") == "!Subject must be 5 characters or fewer.");
    BOOST_TEST(check(field(FieldKind::line, "Subject", 0, 5), "") == "");
}

BOOST_AUTO_TEST_CASE(a_secret_is_taken_as_it_is) {
    BOOST_TEST(check(field(FieldKind::secret, "Password"), "  pass \tword ") == "  pass \tword ");
    BOOST_TEST(check(field(FieldKind::secret, "Password"), "") == "!Enter a password.");
}

BOOST_AUTO_TEST_CASE(an_address_follows_the_one_rule) {
    const auto email = field(FieldKind::email, "E-mail address");
    BOOST_TEST(check(email, " a@example.org ") == "a@example.org");
    BOOST_TEST(check(email, "a@b\r\nBcc: x@y.z") == "!Enter an e-mail address like name@example.org.");
    BOOST_TEST(check(email, "\u202A\u00A0a@example.org\u202C\uFEFF") == "a@example.org");
    BOOST_TEST(check(email, "\u200B") == "!Enter an e-mail address.");
    BOOST_TEST(check(email, "") == "!Enter an e-mail address.");
}

BOOST_AUTO_TEST_CASE(a_code_may_be_typed_with_spaces_and_dashes) {
    const auto code = field(FieldKind::digits, "Code", 6, 6);
    for (const auto* typed : {"123456", " 123 456 ", "123-456", "123\u00A0456", "1\u20112\u202F3456"})
        BOOST_TEST(check(code, typed) == "123456");
    BOOST_TEST(check(code, "12345") == "!Code must be 6 digits.");
    BOOST_TEST(check(code, "12345o") == "!Code must be digits only.");
    BOOST_TEST(check(code, "١٢٣٤٥٦") == "!Code must be digits only.");
}

BOOST_AUTO_TEST_CASE(a_choice_is_one_of_the_list) {
    auto priority = field(FieldKind::choice, "Priority");
    priority.choices = kPriorities;
    BOOST_TEST(check(priority, "low") == "low");
    BOOST_TEST(check(priority, "Low") == "!Choose a priority from the list.");
    BOOST_TEST(check(priority, " low") == "!Choose a priority from the list.");
}

BOOST_AUTO_TEST_CASE(a_number_is_plain_digits_that_fit) {
    const auto number = field(FieldKind::number, "Page");
    BOOST_TEST(check(number, "9223372036854775807") == "9223372036854775807");
    for (const auto* bad : {"-1", "+1", "1.0", "1e3", "0x1", "9223372036854775808", "00000000000000000001"})
        BOOST_TEST(check(number, bad) == "!Page must be a whole number.", bad);
    BOOST_TEST(check(number, "-5", ValueType::json_integer) == "!Page must be a whole number.");
}

BOOST_AUTO_TEST_CASE(a_flag_is_on_or_absent) {
    const auto flag = field(FieldKind::flag, "I agree to the terms", 0);
    for (const auto* on : {"on", "1", "true"}) BOOST_TEST(check(flag, on) == "on");
    BOOST_TEST(check(flag, "off") == "!I agree to the terms must be ticked or not.");
    BOOST_TEST(check(flag, "", ValueType::json_boolean) == "");
    BOOST_TEST(check(field(FieldKind::flag, "I agree to the terms"), "") ==
               "!Tick “I agree to the terms” to go on.");
}

BOOST_AUTO_TEST_CASE(messages_read_as_a_person_would_say_them) {
    BOOST_TEST(check(field(FieldKind::line, "User name"), "") == "!Enter a user name.");
    BOOST_TEST(check(field(FieldKind::line, "Answer"), "") == "!Enter an answer.");
    BOOST_TEST(check(field(FieldKind::line, "Your message"), "") == "!Enter your message.");
    BOOST_TEST(check(field(FieldKind::digits, "SMS code"), "") == "!Enter an SMS code.");
}

BOOST_AUTO_TEST_CASE(set_replaces_or_adds) {
    Fields fields;
    fields.add("a", "1");
    fields.set("a", "2");
    fields.set("b", "3");
    BOOST_TEST(fields.size() == 2u);
    BOOST_TEST(fields.get("a") == "2");
    BOOST_TEST(fields.get("b") == "3");
}

BOOST_AUTO_TEST_SUITE_END()
