// What a person can do about who they are: sign up, sign in and out, see the profile, change the password,
// end sessions. The field tables are the schema of each form and of its JSON face.
#pragma once

#include "app/handler.h"
#include "http/fields.h"

namespace identity {

inline constexpr http::Field kSignUpFields[] = {
    http::line("first_name", "First name", 1, 100), http::line("last_name", "Last name", 1, 100),
    http::email("email", "E-mail address"),         http::line("user_name", "User name", 0, 40),
    http::secret("password", "Password"),
};
inline constexpr http::Field kVerifyQuery[] = {
    http::number("s", "Sign-up"),
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
inline constexpr http::Field kSignInFields[] = {
    http::line("identifier", "E-mail address or user name", 1, 254),
    http::secret("password", "Password"),
    http::flag("remember", "Keep me signed in"),
    http::line("next", "Next page", 0, 512),
};
inline constexpr http::Field kPasswordFields[] = {
    http::secret("current_password", "Current password"),
    http::secret("new_password", "New password"),
};
inline constexpr std::string_view kThemes[] = {"auto", "light", "dark"};
inline constexpr http::Field kThemeFields[] = {
    http::choice("theme", "Colours", kThemes),
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
