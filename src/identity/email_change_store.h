// Where changes of the e-mail address are kept. A pending one belongs to the session that asked for it.
#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "base/email_address.h"
#include "identity/account_store.h"
#include "identity/factor.h"

namespace identity {

struct PendingEmailChange {
    std::uint64_t id;
    std::string old_canonical, old_email;
    base::EmailAddress wanted;
};
// In a transaction. Returns its id.
std::uint64_t insert_email_change(app::Context& context, const std::string& old_email,
                                  const base::EmailAddress& wanted);
// Nothing when it is not this session's, done, or older than session.half.
std::optional<PendingEmailChange> find_email_change(app::Context& context, std::uint64_t id);
// True exactly once. The secret of the undo link is kept as `undo_hash`; `own` is what guards the account.
bool mark_changed(app::Context& context, std::uint64_t id, const std::string& undo_hash,
                  base::Instant undo_until, const OwnFactors& own);
// Those that wait for a code.
void forget_email_changes(app::Context& context, base::AccountId account);

// Gives the account another address, if it has `from` (canonical) now. Throws database::DuplicateKey.
bool change_address(app::Context& context, base::AccountId account, const std::string& from,
                    const base::EmailAddress& to);

struct EmailUndo {
    std::uint64_t id;
    base::AccountId account;
    base::EmailAddress old;
    base::Instant done_at;
    // Of the account then:
    bool had_second;  // a second factor
    MailedCodes mailed;
};
// A change that may still be taken back.
std::optional<EmailUndo> find_undo(app::Context& context, const std::string& undo_hash);
// One by which the account's own address before could take its changes back: the first.
std::optional<EmailUndo> find_way_back(app::Context& context, base::AccountId account,
                                       const std::string& canonical);
bool mark_undone(app::Context& context, std::uint64_t id);  // true exactly once
// What came after it is void too.
void mark_later_undone(app::Context& context, const EmailUndo& undo);

// The address as proved, if it was that of another account than `account` until a change that may still be
// taken back.
std::optional<std::string> reserved_address(app::Context& context, const std::string& canonical,
                                            base::AccountId account);

}  // namespace identity
