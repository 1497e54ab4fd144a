// The one table of words: how people read the names that the portal keeps. Rows, logs, commands and files for
// programs have the names, which never change; pages have the words. Whatever takes a `Name` takes only names
// of the table: one without words stops the build.
#pragma once

#include <string>
#include <string_view>

namespace app {

struct Words {
    std::string_view name, words;
};

inline constexpr Words kWords[] = {
    // what was done, as the audit trail has it
    {"account.close", "Account closed"},
    {"account.create", "Account created"},
    {"account.disable", "Account disabled"},
    {"account.enable", "Account enabled"},
    {"account.export", "Own data downloaded"},
    {"account.reset_factors", "Second factors reset"},
    {"account.reset_password", "Password taken away or set by an administrator"},
    {"account.unlock", "Account unlocked"},
    {"bounce.clear", "Bounced address mailed again"},
    {"delivery.drop", "Mail dropped"},
    {"delivery.drop_given_up", "Mails dropped that were given up"},
    {"delivery.retry", "Mail sent again"},
    {"delivery.test", "Test mail sent"},
    {"email.change", "E-mail address changed"},
    {"email.undo", "Change of the e-mail address taken back"},
    {"factor.pause", "Second factors paused after too many wrong codes"},
    {"factor.reset", "All second factors removed"},
    {"mailed_code.add", "Mailed codes after the password switched on"},
    {"mailed_code.pause", "Mailed codes paused after too many wrong ones"},
    {"mailed_code.remove", "Mailed codes after the password switched off"},
    {"mailed_sign_in.allow", "Mailed codes in place of the password switched on"},
    {"mailed_sign_in.forbid", "Mailed codes in place of the password switched off"},
    {"passkey.add", "Passkey added"},
    {"passkey.copied", "Passkey refused: it may have been copied"},
    {"passkey.remove", "Passkey removed"},
    {"password.change", "Password changed"},
    {"password.reset", "New password set after it was forgotten"},
    {"phone.add", "Phone number added"},
    {"phone.change", "Phone number changed"},
    {"phone.remove", "Phone number removed"},
    {"phone.send_code", "Code sent to the phone"},
    {"recovery_code.make", "Recovery codes made"},
    {"recovery_code.use", "Recovery code used"},
    {"reset_code.request", "Mailed code to set a new password asked for"},
    {"reset_code.use", "Mailed code to set a new password used"},
    {"second_factor_code.request", "Mailed code as second factor asked for"},
    {"session.end", "Session ended"},
    {"session.end_all", "All sessions ended"},
    {"session.end_others", "All other sessions ended"},
    {"session.prove", "Proved anew who is there"},
    {"session.start", "Signed in"},
    {"sign_in_code.request", "Mailed sign-in code asked for"},
    {"sign_in_code.use", "Mailed sign-in code used"},
    {"ticket.answer", "Ticket answered"},
    {"ticket.assign", "Ticket taken over"},
    {"ticket.close", "Ticket closed"},
    {"ticket.note", "Note written"},
    {"ticket.open", "Ticket opened"},
    {"ticket.reply", "Reply sent"},
    {"ticket.status", "Status of a ticket changed"},
    {"totp.add", "Authenticator app added"},
    {"totp.remove", "Authenticator app removed"},
    {"trusted_browser.remove", "Trusted browser removed"},
    // why somebody did not get in
    {"disabled", "The account was disabled"},
    {"throttled", "Too many tries"},
    {"unknown_account", "No such account"},
    {"wrong_code", "Wrong code"},
    {"wrong_factor", "Wrong second factor"},
    {"wrong_password", "Wrong password"},
    // consent, and why it was withdrawn
    {"given", "Given"},
    {"withdrawn", "Withdrawn"},
    {"closed", "Account closed"},
    {"removed", "Number removed"},
    {"replaced", "Number replaced"},
    {"reset", "Second factors reset"},
    {"undone", "Change of address taken back"},
    // mails, by the name of their template
    {"account_closed", "Account closed"},
    {"email_change_code", "Code for a new address"},
    {"email_change_exists", "New address that is in use"},
    {"email_change_undone", "Change of address taken back"},
    {"email_changed", "Address changed"},
    {"factor_changed", "Way to sign in changed"},
    {"factor_paused", "Too many wrong codes"},
    {"new_device", "New sign-in"},
    {"passkey_copied", "Passkey refused"},
    {"password_changed", "Password changed"},
    {"password_reset_code", "Code for a new password"},
    {"password_withdrawn", "Password taken away"},
    {"recovery_code_used", "Recovery code used"},
    {"sign_in_code", "Sign-in code"},
    {"sign_up_code", "Sign-up code"},
    {"sign_up_exists", "Sign-up with an address in use"},
    {"test", "Test mail"},
    {"ticket_opened", "Ticket opened"},
    {"ticket_replied", "Ticket answered"},
    {"ticket_status", "Ticket status changed"},
    {"welcome", "Welcome"},
    // what became of a mail
    {"waiting", "Waiting"},
    {"again", "Waiting"},
    {"leased", "Being sent"},
    {"sent", "Sent"},
    {"dead", "Given up"},
    {"withheld", "Withheld"},
    {"drop", "Dropped"},
    {"dropped", "Dropped"},
    {"expired", "Code expired"},
    {"deferred", "Sent, delayed"},
    {"delivered", "Delivered"},
    {"soft_bounce", "Bounced for now"},
    {"hard_bounce", "Bounced"},
    {"complained", "Reported as spam"},
    {"rejected", "Refused by provider"},
    // providers
    {"breach_range", "Breached passwords"},
    {"brevo", "Brevo"},
    {"folder", "Folder"},
    {"mailgun", "Mailgun"},
    {"numverify", "Numverify"},
    {"smtp", "SMTP"},
    {"vonage", "Vonage"},
    {"vonage_v1", "Vonage (Verify v1)"},
    // what a provider is called for, besides mails
    {"phone_lookup", "Phone number looked up"},
    {"range", "Password looked up"},
    {"verify_cancel", "Phone code called off"},
    {"verify_check", "Phone code checked"},
    {"verify_next", "Phone code by call"},
    {"verify_start", "Phone code sent"},
    // what a call came to
    {"accepted", "Accepted"},
    {"answered", "Answered"},
    {"bad_number", "Not a usable number"},
    {"invalid", "No such number"},
    {"later", "Asked us to wait"},
    {"misconfigured", "Refused our key, address or credit"},
    {"not_checked", "Not checked"},
    {"over", "Code no longer valid"},
    {"permanent", "Refused for good"},
    {"running", "A code is on its way already"},
    {"started", "Code on its way"},
    {"temporary", "Refused for now"},
    {"unavailable", "No usable answer"},
    {"undetermined", "Not certain"},
    {"unknown", "End not known"},
    {"unreachable_number", "Number cannot be reached"},
    {"valid", "Number is good"},
    {"verified", "Right code"},
};

// The words for a name; "" if it has none.
constexpr std::string_view find_words(std::string_view name) {
    for (const auto& one : kWords)
        if (one.name == name) return one.words;
    return "";
}

// The same for pages: a name that has no words, such as one of an older release, stands for itself.
constexpr std::string_view to_words(std::string_view name) {
    const auto words = find_words(name);
    return words.empty() ? name : words;
}

// A name of the table, written as a literal.
class Name {
  public:
    consteval Name(const char* name) : name_(name) {  // NOLINT(google-explicit-constructor)
        if (find_words(name_).empty()) throw "this name has no words: give it some in app/words.h";
    }
    constexpr std::string_view text() const { return name_; }

  private:
    std::string_view name_;
};

}  // namespace app
