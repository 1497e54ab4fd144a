// "Your data": what the portal holds about a person, as a page to read and as a file to take along. Both are
// made of the same lists; the page shows the newest of each. Needs a fresh proof: whoever finds an open
// browser does not walk away with everything.
#pragma once

#include "app/handler.h"

namespace portal {

app::Action own_data_show;      // GET /security/data
app::Action own_data_download;  // POST /security/data

}  // namespace portal
