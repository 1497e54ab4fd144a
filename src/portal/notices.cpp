// The list of notices, as people read them.
#include "portal/notices.h"

#include <utility>

namespace portal {

namespace {

constexpr std::pair<std::string_view, std::string_view> kNotices[] = {
    {"welcome", "Welcome. Your account is ready."},
    {"signed-out", "You are signed out."},
    {"session-over", "Your session ended. Sign in again to go on."},
    {"sign-in-over", "This sign-in took too long, or was begun in another browser. Please sign in again."},
    {"reset-over", "This took too long, or was begun in another browser. Ask for a new code."},
    {"sign-up-over",
     "This sign-up took too long, was finished, or was begun in another browser. Please start again, or "
     "sign in if you have an account."},
    {"email-change-over",
     "This change of address took too long, was finished, or was begun elsewhere. Your address "
     "stands below; if it is not right, change it again."},
    {"ticket-opened", "Your ticket was opened. We will tell you by e-mail when there is an answer."},
    {"reply-sent", "Your reply was sent."},
    {"note-kept", "Your note was kept. Only staff can see it."},
    {"ticket-closed", "The ticket is closed."},
    {"status-changed", "The status was changed."},
    {"ticket-assigned", "The ticket is assigned to you."},
    {"password-changed", "Your password was changed. Other sessions were ended."},
    {"email-changed", "Your e-mail address was changed. Other sessions were ended."},
    {"account-closed", "Your account is closed. Goodbye, and thank you for having been here."},
    {"session-ended", "The session was ended."},
    {"sessions-ended", "All other sessions were ended."},
    {"browser-distrusted", "The browser is asked for the second factor again."},
    {"browsers-distrusted", "All browsers are asked for the second factor again."},
    {"theme-changed", "Your choice of colours was kept."},
    {"factor-added", "Your authenticator app was added. It is asked for at your next sign-in."},
    {"factor-removed", "The authenticator app was removed."},
    {"delivery-again", "The mail will be sent within seconds. Reload this page to see what became of it."},
    {"delivery-dropped", "The mail was dropped. It will not be sent."},
    {"given-up-dropped", "The mails that had been given up were dropped. They will not be sent."},
    {"given-up-gone", "Nothing was dropped: none of those mails is given up any more."},
    {"test-queued", "The test mail is on its way. Reload this page to see what became of it."},
    {"bounce-cleared", "The address is mailed again. Mail that was withheld can be sent from its page."},
    {"passkey-added", "Your passkey was added."},
    {"passkey-named", "The passkey has its new name."},
    {"passkey-removed", "The passkey was removed."},
    {"phone-added", "Your phone number was added. A code sent to it is asked for at your next sign-in."},
    {"phone-removed", "The phone number was removed. Nothing is sent to it any more."},
    {"phone-code-sent", "A code is on its way to your phone."},
    {"password-reset", "Your new password is set. Sign in with it."},
    {"mailed-codes-changed", "Your choice was kept. Other sessions were ended."},
    {"code-sent", "We sent you a new code."},
};

// Those that tell of nothing that was done.
constexpr std::string_view kOver[] = {"session-over", "sign-in-over",      "reset-over",
                                      "sign-up-over", "email-change-over", "given-up-gone"};

}  // namespace

std::string_view notice_text(std::string_view name) {
    for (const auto& [known, text] : kNotices) {
        if (known == name) return text;
    }
    return "";
}

bool tells_of_an_end(std::string_view name) {
    return std::ranges::find(kOver, name) != std::end(kOver);
}

}  // namespace portal
