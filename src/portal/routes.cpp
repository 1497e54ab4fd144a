// THE route table. Whoever wants to know what the portal can do reads this page.
#include "administration/handlers.h"
#include "identity/account_handlers.h"
#include "identity/handlers.h"
#include "portal/health.h"
#include "portal/home.h"
#include "portal/metrics.h"
#include "portal/own_data.h"
#include "portal/route.h"
#include "tickets/handlers.h"

namespace portal {

namespace {

using authority::Permission;
using http::Method;
using namespace std::chrono_literals;

constexpr auto kAnyone = Access::anyone();
constexpr auto kLocal = Access::local();
constexpr auto kSignedIn = Access::signed_in();
constexpr auto kProved = Access::proved();
constexpr auto kClient = Access::may(Permission::ticket_own);
constexpr auto kStaff = Access::may(Permission::ticket_desk);
constexpr auto kDeliveries = Access::may(Permission::delivery_view);
constexpr auto kDeliveryWork = Access::may(Permission::delivery_manage);
constexpr auto kNone = Limit::none();
constexpr auto kSignIns = Limit::per_address("sign_in.address", 60, 5min);
constexpr auto kSteps = Limit::per_address("factor.address", 60, 5min);
constexpr auto kConfirms = Limit::per_address("confirm.address", 60, 5min);
// Each sign-in page that may suggest passkeys asks once when it is opened.
constexpr auto kPasskeys = Limit::per_address("passkey.address", 120, 5min);
constexpr auto kSignUps = Limit::per_address("sign_up.address", 20, 1h);
constexpr auto kResets = Limit::per_address("reset.address", 30, 1h);
constexpr auto kCodes = Limit::per_address("code.address", 60, 10min);
// Reading everything is dear, and nobody needs it often.
constexpr auto kExports = Limit::per_address("export.address", 30, 1h);
constexpr size_t kAnswer = 24 * 1024;  // bytes of a form with a passkey's answer, percent-encoded
constexpr size_t kText =
    64 * 1024;  // bytes of a form with a message: 5,000 characters of 4 bytes, percent-encoded
constexpr size_t kMails = 16 * 1024;  // bytes of a form that names many mails

// A provider's reports come many at once after a large mailing; this is what one worker takes in that time.
constexpr auto kReports = Limit::per_address("webhook.address", 30000, 5min);
constexpr size_t kReport = 64 * 1024;  // bytes of a provider's report

constexpr Route kRoutes[] = {
    // method, path, pool, who may pass, rate limit, what it carries, handler
    {Method::get, "/", Pool::gate, kAnyone, kNone, Shape::plain(), home_show},
    {Method::get, "/healthz", Pool::house, kLocal, kNone, Shape::plain(), alive_show},
    {Method::get, "/readyz", Pool::house, kLocal, kNone, Shape::plain(), ready_show},
    {Method::get, "/metrics", Pool::house, kLocal, kNone, Shape::plain(), metrics_show},

    {Method::get, "/sign-up", Pool::gate, kAnyone, kNone, Shape::plain(), identity::sign_up_show},
    {Method::post, "/sign-up", Pool::gate, kAnyone, kSignUps, Shape::form(identity::kSignUpFields),
     identity::sign_up_save},
    {Method::get, "/sign-up/verify", Pool::gate, kAnyone, kNone, Shape::query(identity::kVerifyQuery),
     identity::sign_up_verify_show},
    {Method::post, "/sign-up/verify", Pool::gate, kAnyone, kCodes, Shape::form(identity::kVerifyFields),
     identity::sign_up_verify},
    {Method::post, "/sign-up/resend", Pool::gate, kAnyone, kCodes, Shape::form(identity::kResendFields),
     identity::sign_up_resend},
    {Method::post, "/sign-up/user-name", Pool::gate, kAnyone, kCodes, Shape::form(identity::kUserNameFields),
     identity::sign_up_user_name},
    {Method::get, "/login", Pool::gate, kAnyone, kNone, Shape::query(identity::kSignInQuery),
     identity::sign_in_show},
    {Method::post, "/login", Pool::gate, kAnyone, kSignIns, Shape::form(identity::kSignInFields),
     identity::sign_in_save},
    {Method::post, "/login/passkey/begin", Pool::gate, kAnyone, kPasskeys, Shape::form({}),
     identity::sign_in_passkey_begin},
    {Method::post, "/login/passkey", Pool::gate, kAnyone, kSignIns,
     Shape::form(identity::kSignInPasskeyFields, kAnswer), identity::sign_in_passkey},
    {Method::get, "/verify-otp", Pool::gate, kAnyone, kNone, Shape::query(identity::kOtpQuery),
     identity::sign_in_code_show},
    {Method::post, "/verify-otp", Pool::gate, kAnyone, kCodes, Shape::form(identity::kOtpFields),
     identity::sign_in_code},
    {Method::post, "/verify-otp/resend", Pool::gate, kAnyone, kCodes, Shape::form(identity::kOtpResendFields),
     identity::sign_in_code_resend},
    {Method::get, "/login/reset", Pool::gate, kAnyone, kNone, Shape::plain(), identity::reset_show},
    {Method::post, "/login/reset", Pool::gate, kAnyone, kResets, Shape::form(identity::kResetFields),
     identity::reset_begin},
    {Method::get, "/login/reset/password", Pool::gate, kAnyone, kNone, Shape::query(identity::kOtpQuery),
     identity::reset_password_show},
    {Method::post, "/login/reset/password", Pool::gate, kAnyone, kSteps,
     Shape::form(identity::kResetPasswordFields), identity::reset_password_save},
    {Method::get, "/login/step", Pool::gate, kAnyone, kNone, Shape::query(identity::kStepQuery),
     identity::sign_in_step_show},
    {Method::post, "/login/step", Pool::gate, kAnyone, kSteps, Shape::form(identity::kStepFields, kAnswer),
     identity::sign_in_step},
    {Method::post, "/login/step/passkey", Pool::gate, kAnyone, kPasskeys,
     Shape::form(identity::kPendingFields), identity::sign_in_step_passkey},
    {Method::post, "/login/step/phone", Pool::gate, kAnyone, kSteps, Shape::form(identity::kStepPhoneFields),
     identity::sign_in_step_phone},
    {Method::post, "/login/step/send", Pool::gate, kAnyone, kSteps, Shape::form(identity::kStepSendFields),
     identity::sign_in_step_send},
    {Method::get, "/login/enrol", Pool::gate, kAnyone, kNone, Shape::query(identity::kStepQuery),
     identity::sign_in_enrol_show},
    {Method::post, "/login/enrol", Pool::gate, kAnyone, kSteps, Shape::form(identity::kEnrolFields),
     identity::sign_in_enrol},
    {Method::post, "/login/enrol/passkey/begin", Pool::gate, kAnyone, kPasskeys,
     Shape::form(identity::kPendingFields), identity::sign_in_enrol_passkey_begin},
    {Method::post, "/login/enrol/passkey", Pool::gate, kAnyone, kSteps,
     Shape::form(identity::kEnrolPasskeyFields, kAnswer), identity::sign_in_enrol_passkey},
    {Method::get, "/logout", Pool::house, kAnyone, kNone, Shape::plain(), identity::sign_out_show},
    {Method::post, "/logout", Pool::house, kAnyone, kNone, Shape::form({}), identity::sign_out_save},

    {Method::get, "/profile", Pool::house, kSignedIn, kNone, Shape::plain(), identity::profile_show},
    {Method::post, "/profile/theme", Pool::house, kSignedIn, kNone, Shape::form(identity::kThemeFields),
     identity::theme_change},
    {Method::post, "/security/sessions/end-others", Pool::house, kSignedIn, kNone, Shape::form({}),
     identity::session_end_others},
    {Method::post, "/security/sessions/{id}/end", Pool::house, kSignedIn, kNone, Shape::form({}),
     identity::session_end},
    {Method::get, "/profile/password", Pool::gate, kProved, kNone, Shape::plain(),
     identity::password_change_show},
    {Method::post, "/profile/password", Pool::gate, kProved, kSignIns, Shape::form(identity::kPasswordFields),
     identity::password_change},

    {Method::get, "/confirm", Pool::gate, kSignedIn, kNone, Shape::query(identity::kConfirmQuery),
     identity::confirm_show},
    {Method::post, "/confirm", Pool::gate, kSignedIn, kConfirms,
     Shape::form(identity::kConfirmFields, identity::kMostKept + kAnswer), identity::confirm_save},
    {Method::post, "/confirm/passkey", Pool::gate, kSignedIn, kPasskeys, Shape::form({}),
     identity::confirm_passkey},
    {Method::post, "/confirm/phone", Pool::gate, kSignedIn, kConfirms,
     Shape::form(identity::kConfirmPhoneFields, identity::kMostKept + 8192), identity::confirm_phone},
    {Method::post, "/confirm/send", Pool::gate, kSignedIn, kConfirms,
     Shape::form(identity::kConfirmSendFields, identity::kMostKept + 8192), identity::confirm_send},
    {Method::get, "/security", Pool::gate, kSignedIn, kNone, Shape::plain(), identity::security_show},
    {Method::post, "/security/mailed-sign-in", Pool::gate, kProved, kNone,
     Shape::form(identity::kSwitchFields), identity::mailed_sign_in_change},
    {Method::post, "/security/mailed-code", Pool::gate, kProved, kNone, Shape::form(identity::kSwitchFields),
     identity::mailed_code_change},
    {Method::post, "/security/apps", Pool::gate, kProved, kNone, Shape::form({}), identity::app_begin},
    {Method::get, "/security/apps/{id}", Pool::gate, kProved, kNone, Shape::plain(), identity::app_show},
    {Method::post, "/security/apps/{id}", Pool::gate, kProved, kConfirms, Shape::form(identity::kAppFields),
     identity::app_confirm},
    {Method::post, "/security/apps/{id}/remove", Pool::gate, kProved, kNone, Shape::form({}),
     identity::app_remove},
    {Method::get, "/security/passkeys/new", Pool::gate, kProved, kNone, Shape::plain(),
     identity::passkey_new},
    {Method::post, "/security/passkeys/begin", Pool::gate, kProved, kPasskeys, Shape::form({}),
     identity::passkey_begin},
    {Method::post, "/security/passkeys", Pool::gate, kProved, kConfirms,
     Shape::form(identity::kPasskeyFields, kAnswer), identity::passkey_add},
    {Method::post, "/security/passkeys/{id}/name", Pool::gate, kSignedIn, kNone,
     Shape::form(identity::kPasskeyNameFields), identity::passkey_rename},
    {Method::post, "/security/passkeys/{id}/remove", Pool::gate, kProved, kNone, Shape::form({}),
     identity::passkey_remove},
    {Method::get, "/security/phone", Pool::gate, kProved, kNone, Shape::plain(), identity::phone_add_show},
    {Method::post, "/security/phone", Pool::gate, kProved, kConfirms, Shape::form(identity::kPhoneFields),
     identity::phone_add},
    {Method::get, "/security/phone/{id}", Pool::gate, kProved, kNone, Shape::plain(),
     identity::phone_prove_show},
    {Method::post, "/security/phone/{id}", Pool::gate, kProved, kConfirms,
     Shape::form(identity::kPhoneCodeFields), identity::phone_prove},
    {Method::post, "/security/phone/{id}/send", Pool::gate, kProved, kConfirms,
     Shape::form(identity::kPhoneSendFields), identity::phone_resend},
    {Method::post, "/security/phone/{id}/remove", Pool::gate, kProved, kNone, Shape::form({}),
     identity::phone_remove},
    {Method::post, "/security/recovery-codes", Pool::gate, kProved, kNone, Shape::form({}),
     identity::recovery_codes_make},

    {Method::get, "/dashboard", Pool::house, kSignedIn, kNone, Shape::plain(), tickets::dashboard_show},
    {Method::post, "/security/browsers/remove-all", Pool::gate, kSignedIn, kNone, Shape::form({}),
     identity::browser_distrust_all},
    {Method::post, "/security/browsers/{id}/remove", Pool::gate, kSignedIn, kNone, Shape::form({}),
     identity::browser_distrust},
    {Method::get, "/security/email", Pool::gate, kProved, kNone, Shape::plain(), identity::email_change_show},
    {Method::post, "/security/email", Pool::gate, kProved, kCodes, Shape::form(identity::kEmailFields),
     identity::email_change_save},
    {Method::get, "/security/email/verify", Pool::gate, kSignedIn, kNone,
     Shape::query(identity::kEmailVerifyQuery), identity::email_change_verify_show},
    {Method::post, "/security/email/verify", Pool::gate, kSignedIn, kCodes,
     Shape::form(identity::kEmailVerifyFields), identity::email_change_verify},
    {Method::post, "/security/email/resend", Pool::gate, kSignedIn, kCodes,
     Shape::form(identity::kEmailResendFields), identity::email_change_resend},
    {Method::get, "/security/data", Pool::house, kProved, kExports, Shape::plain(), own_data_show},
    {Method::post, "/security/data", Pool::house, kProved, kExports, Shape::form({}), own_data_download},
    {Method::get, "/security/close", Pool::gate, kProved, kNone, Shape::plain(),
     identity::account_close_show},
    {Method::post, "/security/close", Pool::gate, kProved, kConfirms, Shape::form(identity::kCloseFields),
     identity::account_close},
    {Method::get, "/email/undo", Pool::gate, kAnyone, kNone, Shape::query(identity::kEmailUndoFields),
     identity::email_undo_show},
    {Method::post, "/email/undo", Pool::gate, kAnyone, kCodes, Shape::form(identity::kEmailUndoFields),
     identity::email_undo_save},

    {Method::get, "/tickets", Pool::house, kClient, kNone, Shape::query(tickets::kListQuery),
     tickets::ticket_list},
    {Method::post, "/tickets", Pool::house, kClient, kNone, Shape::form(tickets::kOpenFields, kText),
     tickets::ticket_open},
    {Method::get, "/tickets/new", Pool::house, kClient, kNone, Shape::plain(), tickets::ticket_new},
    {Method::get, "/tickets/{number}", Pool::house, kClient, kNone, Shape::query(tickets::kShowQuery),
     tickets::ticket_show},
    {Method::post, "/tickets/{number}/reply", Pool::house, kClient, kNone,
     Shape::form(tickets::kReplyFields, kText), tickets::ticket_reply},
    {Method::post, "/tickets/{number}/close", Pool::house, kClient, kNone, Shape::form({}),
     tickets::ticket_close},

    {Method::get, "/desk", Pool::house, kStaff, kNone, Shape::query(tickets::kDeskQuery), tickets::desk_list},
    {Method::get, "/desk/tickets/{number}", Pool::house, kStaff, kNone, Shape::query(tickets::kShowQuery),
     tickets::desk_show},
    {Method::post, "/desk/tickets/{number}/answer", Pool::house, kStaff, kNone,
     Shape::form(tickets::kAnswerFields, kText), tickets::desk_answer},
    {Method::post, "/desk/tickets/{number}/status", Pool::house, kStaff, kNone,
     Shape::form(tickets::kStatusFields), tickets::desk_status_change},
    {Method::post, "/desk/tickets/{number}/assign", Pool::house, kStaff, kNone, Shape::form({}),
     tickets::desk_assign},

    {Method::get, "/administration", Pool::house, kDeliveries, kNone, Shape::plain(),
     administration::room_first},
    {Method::get, "/administration/deliveries", Pool::house, kDeliveries, kNone,
     Shape::query(administration::kDeliveryQuery), administration::delivery_list},
    {Method::get, "/administration/deliveries/test", Pool::house, kDeliveryWork, kNone, Shape::plain(),
     administration::delivery_test_show},
    {Method::post, "/administration/deliveries/test", Pool::house, kDeliveryWork, kNone,
     Shape::form(administration::kTestFields), administration::delivery_test},
    {Method::post, "/administration/given-up/drop", Pool::house, kDeliveryWork, kNone,
     Shape::form(administration::kGivenUpFields, kMails), administration::delivery_drop_given_up},
    {Method::get, "/administration/deliveries/{id}", Pool::house, kDeliveries, kNone, Shape::plain(),
     administration::delivery_show},
    {Method::post, "/administration/deliveries/{id}/retry", Pool::house, kDeliveryWork, kNone,
     Shape::form({}), administration::delivery_retry},
    {Method::post, "/administration/deliveries/{id}/drop", Pool::house, kDeliveryWork, kNone, Shape::form({}),
     administration::delivery_drop},
    {Method::get, "/administration/providers", Pool::house, kDeliveries, kNone, Shape::plain(),
     administration::provider_list},
    {Method::get, "/administration/bounces", Pool::house, kDeliveries, kNone,
     Shape::query(administration::kBounceQuery), administration::bounce_list},
    {Method::post, "/administration/bounces/clear", Pool::house, kDeliveryWork, kNone,
     Shape::form(administration::kBounceFields), administration::bounce_clear},

    {Method::post, "/webhooks/brevo", Pool::gate, kAnyone, kReports, Shape::raw_json(kReport),
     administration::webhook_brevo},
    {Method::post, "/webhooks/mailgun", Pool::gate, kAnyone, kReports, Shape::raw_json(kReport),
     administration::webhook_mailgun},
};

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

}  // namespace portal
