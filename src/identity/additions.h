// What was added to an account since its address was changed and lets somebody in: whoever takes the change
// back does not have to know of it. What was there before stays; what is gone since does not come back.
#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "identity/email_change_store.h"

namespace identity {

struct Additions {
    std::vector<std::string> words;  // for the owner: "2 passkeys"
    bool password = false;           // is one of them
};

// Takes them away, in the transaction that takes the change back: authenticator apps, passkeys, the phone
// number, recovery codes, mailed codes that were switched on, and the password if it is another one.
Additions take_away_additions(app::Context& context, const EmailUndo& undo);

// True if the account then asks for less than before the change, or than its roles demand: a second factor
// that was there is gone, and mail alone would open what mail alone did not.
bool is_weaker_than_before(app::Context& context, const EmailUndo& undo);

}  // namespace identity
