// What a person can do about who they are: sign up, sign in and out, see the profile, change the password and
// the second factors, prove them again, end sessions. The field tables are the schema of each form and of its
// JSON face.
#pragma once

#include "app/handler.h"
#include "http/fields.h"

namespace identity {

inline constexpr http::Field kSignUpFields[] = {
    http::line("first_name", "First name", 1, 100), http::line("last_name", "Last name", 1, 100),
    http::email("email", "E-mail address"),         http::line("user_name", "User name", 0, 40),
    http::secret("password", "Password"),
};
// Without it the page is nobody's, and leads back to where one begins.
inline constexpr http::Field kVerifyQuery[] = {
    {.name = "s", .kind = http::FieldKind::number, .label = "Sign-up", .least = 0, .most = 19},
};
inline constexpr http::Field kVerifyFields[] = {
    http::number("sign_up", "Sign-up"),
    http::code("code", "Code"),
};
inline constexpr http::Field kResendFields[] = {
    http::number("sign_up", "Sign-up"),
};
inline constexpr http::Field kUserNameFields[] = {
    http::number("sign_up", "Sign-up"),
    http::line("user_name", "User name", 0, 40),
};
inline constexpr http::Field kSignInQuery[] = {
    http::line("next", "Next page", 0, 512),
};
inline constexpr std::string_view kWaysIn[] = {"password", "mailed_code"};
inline constexpr http::Field kSignInFields[] = {
    http::line("identifier", "E-mail address or user name", 1, 254),
    {.name = "password", .kind = http::FieldKind::secret, .label = "Password", .least = 0, .most = 1024},
    http::choice("with", "Way in", kWaysIn, 0),  // none: the password
    http::flag("remember", "Keep me signed in"),
    http::line("next", "Next page", 0, 512),
};
// A code as it is typed, or what a browser answers for a passkey: JSON, a few thousand characters.
inline constexpr size_t kMostAnswer = 8 * 1024;
inline constexpr http::Field kSignInPasskeyFields[] = {
    http::line("code", "Passkey", 1, kMostAnswer),
    http::flag("remember", "Keep me signed in"),
    http::line("next", "Next page", 0, 512),
};
inline constexpr std::string_view kStepFactors[] = {"totp", "recovery_code", "passkey", "sms", "mailed_code"};
// Which half-finished sign-in; without it the page is nobody's, and leads back to where one begins.
inline constexpr http::Field kPendingNumber = {
    .name = "s", .kind = http::FieldKind::number, .label = "Sign-in", .least = 0, .most = 19};
inline constexpr http::Field kOtpQuery[] = {
    kPendingNumber,
};
inline constexpr http::Field kOtpFields[] = {
    http::number("sign_in", "Sign-in"),
    http::code("code", "Code"),
};
inline constexpr http::Field kOtpResendFields[] = {
    http::number("sign_in", "Sign-in"),
};
inline constexpr http::Field kResetFields[] = {
    http::line("identifier", "E-mail address or user name", 1, 254),
};
inline constexpr http::Field kResetPasswordFields[] = {
    http::number("sign_in", "Sign-in"),
    http::secret("new_password", "New password"),
};
inline constexpr std::string_view kSentFactors[] = {"mailed_code"};
inline constexpr http::Field kStepQuery[] = {
    kPendingNumber,
    http::choice("with", "Factor", kStepFactors, 0),
};
inline constexpr http::Field kStepFields[] = {
    http::number("sign_in", "Sign-in"),
    http::choice("factor", "Factor", kStepFactors),
    http::line("code", "Code", 1, kMostAnswer),
    http::flag("trust", "Do not ask again on this browser"),
};
inline constexpr std::string_view kPhoneWays[] = {"text", "call"};
inline constexpr http::Field kStepPhoneFields[] = {
    http::number("sign_in", "Sign-in"),
    http::choice("way", "Way", kPhoneWays),
};
inline constexpr http::Field kStepSendFields[] = {
    http::number("sign_in", "Sign-in"),
    http::choice("factor", "Factor", kSentFactors),
};
inline constexpr http::Field kEnrolFields[] = {
    http::number("sign_in", "Sign-in"),
    http::line("name", "Name", 0, 60),
    http::code("code", "Code"),
};
inline constexpr http::Field kPendingFields[] = {
    http::number("sign_in", "Sign-in"),
};
inline constexpr http::Field kEnrolPasskeyFields[] = {
    http::number("sign_in", "Sign-in"),
    http::line("name", "Name", 0, 60),
    http::line("code", "Passkey", 1, kMostAnswer),
};
inline constexpr http::Field kPasskeyFields[] = {
    http::line("name", "Name", 0, 60),
    http::line("code", "Passkey", 1, kMostAnswer),
};
inline constexpr http::Field kPasskeyNameFields[] = {
    http::line("name", "Name", 0, 60),
};
inline constexpr http::Field kAppFields[] = {
    http::line("name", "Name", 0, 60),
    http::code("code", "Code"),
};
inline constexpr std::string_view kProofs[] = {"password", "totp", "recovery_code",
                                               "passkey",  "sms",  "mailed_code"};
inline constexpr http::Field kConfirmQuery[] = {
    http::line("next", "Next page", 0, 512),
    http::line("from", "Page before", 0, 512),
    http::choice("with", "Factor", kStepFactors, 0),
};
inline constexpr size_t kMostKept = 96 * 1024;
inline constexpr http::Field kConfirmFields[] = {
    http::choice("factor", "Factor", kProofs, 0),
    {.name = "password", .kind = http::FieldKind::secret, .label = "Password", .least = 0, .most = 1024},
    http::line("code", "Code", 0, kMostAnswer),
    http::line("next", "Next page", 0, 512),
    http::line("from", "Page before", 0, 512),
    http::line("kept", "Kept form", 0, kMostKept),
    http::choice("with", "Factor", kStepFactors, 0),
};
inline constexpr http::Field kConfirmPhoneFields[] = {
    http::choice("way", "Way", kPhoneWays),
    http::line("next", "Next page", 0, 512),
    http::line("from", "Page before", 0, 512),
    http::line("kept", "Kept form", 0, kMostKept),
};
inline constexpr http::Field kPhoneFields[] = {
    http::line("number", "Phone number", 1, 40),
    http::flag("consent", "Consent"),
};
inline constexpr http::Field kPhoneCodeFields[] = {
    http::code("code", "Code"),
};
inline constexpr http::Field kPhoneSendFields[] = {
    http::choice("way", "Way", kPhoneWays),
};
inline constexpr http::Field kConfirmSendFields[] = {
    http::choice("factor", "Factor", kSentFactors),
    http::line("next", "Next page", 0, 512),
    http::line("from", "Page before", 0, 512),
    http::line("kept", "Kept form", 0, kMostKept),
};
inline constexpr std::string_view kSwitch[] = {"on", "off"};
inline constexpr http::Field kSwitchFields[] = {
    http::choice("state", "State", kSwitch),
};
inline constexpr http::Field kPasswordFields[] = {
    http::secret("current_password", "Current password"),
    http::secret("new_password", "New password"),
};
inline constexpr std::string_view kThemes[] = {"auto", "light", "dark"};
inline constexpr http::Field kThemeFields[] = {
    http::choice("theme", "Colours", kThemes),
};

app::Action sign_up_show;                 // GET /sign-up
app::Action sign_up_save;                 // POST /sign-up
app::Action sign_up_verify_show;          // GET /sign-up/verify
app::Action sign_up_verify;               // POST /sign-up/verify
app::Action sign_up_resend;               // POST /sign-up/resend
app::Action sign_up_user_name;            // POST /sign-up/user-name
app::Action sign_in_show;                 // GET /login
app::Action sign_in_save;                 // POST /login
app::Action sign_in_code_show;            // GET /verify-otp
app::Action sign_in_code;                 // POST /verify-otp
app::Action sign_in_code_resend;          // POST /verify-otp/resend
app::Action reset_show;                   // GET /login/reset
app::Action reset_begin;                  // POST /login/reset
app::Action reset_password_show;          // GET /login/reset/password
app::Action reset_password_save;          // POST /login/reset/password
app::Action sign_in_passkey_begin;        // POST /login/passkey/begin
app::Action sign_in_passkey;              // POST /login/passkey
app::Action sign_in_step_passkey;         // POST /login/step/passkey
app::Action sign_in_enrol_passkey_begin;  // POST /login/enrol/passkey/begin
app::Action sign_in_enrol_passkey;        // POST /login/enrol/passkey
app::Action confirm_passkey;              // POST /confirm/passkey
app::Action passkey_new;                  // GET /security/passkeys/new
app::Action passkey_begin;                // POST /security/passkeys/begin
app::Action passkey_add;                  // POST /security/passkeys
app::Action passkey_rename;               // POST /security/passkeys/{id}/name
app::Action passkey_remove;               // POST /security/passkeys/{id}/remove
app::Action sign_in_step_show;            // GET /login/step
app::Action sign_in_step;                 // POST /login/step
app::Action sign_in_step_send;            // POST /login/step/send
app::Action sign_in_step_phone;           // POST /login/step/phone
app::Action sign_in_enrol_show;           // GET /login/enrol
app::Action sign_in_enrol;                // POST /login/enrol
app::Action confirm_show;                 // GET /confirm
app::Action confirm_save;                 // POST /confirm
app::Action confirm_send;                 // POST /confirm/send
app::Action confirm_phone;                // POST /confirm/phone
app::Action security_show;                // GET /security
app::Action mailed_sign_in_change;        // POST /security/mailed-sign-in
app::Action mailed_code_change;           // POST /security/mailed-code
app::Action app_begin;                    // POST /security/apps
app::Action app_show;                     // GET /security/apps/{id}
app::Action app_confirm;                  // POST /security/apps/{id}
app::Action app_remove;                   // POST /security/apps/{id}/remove
app::Action phone_add_show;               // GET /security/phone
app::Action phone_add;                    // POST /security/phone
app::Action phone_prove_show;             // GET /security/phone/{id}
app::Action phone_prove;                  // POST /security/phone/{id}
app::Action phone_resend;                 // POST /security/phone/{id}/send
app::Action phone_remove;                 // POST /security/phone/{id}/remove
app::Action recovery_codes_make;          // POST /security/recovery-codes
app::Action sign_out_show;                // GET /logout
app::Action sign_out_save;                // POST /logout
app::Action profile_show;                 // GET /profile
app::Action theme_change;                 // POST /profile/theme
app::Action session_end;                  // POST /security/sessions/{id}/end
app::Action session_end_others;           // POST /security/sessions/end-others
app::Action password_change_show;         // GET /profile/password
app::Action password_change;              // POST /profile/password

}  // namespace identity
