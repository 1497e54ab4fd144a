// Browsers that an account signed in from: their cookie makes them count apart in the throttle and tells a
// new device from a known one.
#pragma once

#include <string>

#include "app/context.h"
#include "http/response.h"

namespace identity {

// True if the request's device cookie is known for the account. Asks the database also for nobody (same
// time).
bool device_is_known(app::Context& context, base::AccountId account);
// Marks this browser as known for the account; makes its cookie's value if it has none of ours. The pipeline
// sets a cookie that was made.
void remember_device(app::Context& context, base::AccountId account);
// Another value for this browser's cookie, before more hangs on it: somebody who used the browser earlier may
// have kept the old one. In a transaction.
void renew_device(app::Context& context);
void set_device_cookie(const app::Context& context, http::Response& response);
void forget_devices(app::Context& context, base::AccountId account);

}  // namespace identity
