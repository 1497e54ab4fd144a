// What a person can do about who they are: sign up, sign in and out, see the profile, change the password,
// end sessions. The field tables are the schema of each form and of its JSON face.
#pragma once

#include "app/handler.h"
#include "http/fields.h"

namespace identity {

inline constexpr http::Field kSignUpFields[] = {
    {.name = "first_name", .kind = http::FieldKind::line, .label = "First name", .least = 1, .most = 100},
    {.name = "last_name", .kind = http::FieldKind::line, .label = "Last name", .least = 1, .most = 100},
    {.name = "email", .kind = http::FieldKind::email, .label = "E-mail address", .least = 1, .most = 254},
    {.name = "user_name", .kind = http::FieldKind::line, .label = "User name", .least = 0, .most = 40},
    {.name = "password", .kind = http::FieldKind::secret, .label = "Password", .least = 1, .most = 1024},
};
inline constexpr http::Field kVerifyQuery[] = {
    {.name = "s", .kind = http::FieldKind::number, .label = "Sign-up", .least = 1, .most = 19},
};
inline constexpr http::Field kVerifyFields[] = {
    {.name = "sign_up", .kind = http::FieldKind::number, .label = "Sign-up", .least = 1, .most = 19},
    {.name = "code", .kind = http::FieldKind::digits, .label = "Code", .least = 1, .most = 12},
};
inline constexpr http::Field kResendFields[] = {
    {.name = "sign_up", .kind = http::FieldKind::number, .label = "Sign-up", .least = 1, .most = 19},
};
inline constexpr http::Field kUserNameFields[] = {
    {.name = "sign_up", .kind = http::FieldKind::number, .label = "Sign-up", .least = 1, .most = 19},
    {.name = "user_name", .kind = http::FieldKind::line, .label = "User name", .least = 0, .most = 40},
};
inline constexpr http::Field kSignInQuery[] = {
    {.name = "next", .kind = http::FieldKind::line, .label = "Next page", .least = 0, .most = 512},
};
inline constexpr http::Field kSignInFields[] = {
    {.name = "identifier",
     .kind = http::FieldKind::line,
     .label = "E-mail address or user name",
     .least = 1,
     .most = 254},
    {.name = "password", .kind = http::FieldKind::secret, .label = "Password", .least = 1, .most = 1024},
    {.name = "remember", .kind = http::FieldKind::flag, .label = "Keep me signed in"},
    {.name = "next", .kind = http::FieldKind::line, .label = "Next page", .least = 0, .most = 512},
};
inline constexpr http::Field kPasswordFields[] = {
    {.name = "current_password",
     .kind = http::FieldKind::secret,
     .label = "Current password",
     .least = 1,
     .most = 1024},
    {.name = "new_password",
     .kind = http::FieldKind::secret,
     .label = "New password",
     .least = 1,
     .most = 1024},
};
inline constexpr std::string_view kThemes[] = {"auto", "light", "dark"};
inline constexpr http::Field kThemeFields[] = {
    {.name = "theme",
     .kind = http::FieldKind::choice,
     .label = "Colours",
     .least = 1,
     .most = 8,
     .choices = kThemes},
};

http::Response sign_up_show(app::Context& context, const http::Request& request);  // GET /sign-up
http::Response sign_up_save(app::Context& context, const http::Request& request);  // POST /sign-up
http::Response sign_up_verify_show(app::Context& context,
                                   const http::Request& request);                    // GET /sign-up/verify
http::Response sign_up_verify(app::Context& context, const http::Request& request);  // POST /sign-up/verify
http::Response sign_up_resend(app::Context& context, const http::Request& request);  // POST /sign-up/resend
http::Response sign_up_user_name(app::Context& context,
                                 const http::Request& request);                     // POST /sign-up/user-name
http::Response sign_in_show(app::Context& context, const http::Request& request);   // GET /login
http::Response sign_in_save(app::Context& context, const http::Request& request);   // POST /login
http::Response sign_out_show(app::Context& context, const http::Request& request);  // GET /logout
http::Response sign_out_save(app::Context& context, const http::Request& request);  // POST /logout
http::Response profile_show(app::Context& context, const http::Request& request);   // GET /profile
http::Response theme_change(app::Context& context, const http::Request& request);   // POST /profile/theme
http::Response session_end(app::Context& context,
                           const http::Request& request);  // POST /profile/sessions/{id}/end
http::Response session_end_others(app::Context& context,
                                  const http::Request& request);  // POST /profile/sessions/end-others
http::Response password_change_show(app::Context& context,
                                    const http::Request& request);  // GET /profile/password
http::Response password_change(app::Context& context,
                               const http::Request& request);  // POST /profile/password

}  // namespace identity
