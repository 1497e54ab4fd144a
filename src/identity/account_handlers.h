// What a person can do about their own account as a whole: its e-mail address, the browsers it trusts,
// its end. The
// field tables are the schema of each form and of its JSON face.
#pragma once

#include "app/handler.h"
#include "http/fields.h"

namespace identity {

inline constexpr http::Field kEmailFields[] = {
    http::email("email", "New e-mail address"),
};
inline constexpr http::Field kEmailVerifyQuery[] = {
    {.name = "c", .kind = http::FieldKind::number, .label = "Change", .least = 0, .most = 19},
};
inline constexpr http::Field kEmailVerifyFields[] = {
    http::number("change", "Change"),
    http::code("code", "Code"),
};
inline constexpr http::Field kEmailResendFields[] = {
    http::number("change", "Change"),
};
inline constexpr http::Field kEmailUndoFields[] = {
    http::line("u", "Link", 1, 64),
};
inline constexpr http::Field kCloseFields[] = {
    http::flag("agreed", "Close my account for good"),
};

app::Action email_change_show;         // GET /security/email
app::Action email_change_save;         // POST /security/email
app::Action email_change_verify_show;  // GET /security/email/verify
app::Action email_change_verify;       // POST /security/email/verify
app::Action email_change_resend;       // POST /security/email/resend
app::Action email_undo_show;           // GET /email/undo
app::Action email_undo_save;           // POST /email/undo
app::Action account_close_show;        // GET /security/close
app::Action account_close;             // POST /security/close
app::Action browser_distrust;          // POST /security/browsers/{id}/remove
app::Action browser_distrust_all;      // POST /security/browsers/remove-all

}  // namespace identity
