// Guessing made slow: failures in a row at one account's password, or at its second factors. After
// throttle.failures (throttle.factor_failures) within throttle.window the next tries are not looked at for a
// growing time, at most throttle.most_delay; the answer stays the same. A try is counted before anything is
// compared, in a statement of its own, so that parallel guesses cannot pass together. A browser that signed
// in to the account before is counted apart: an attacker cannot lock the owner out.
#pragma once

#include <string>

#include "app/context.h"

namespace identity {

struct Attempt {
    std::string bucket;
    bool looked_at;  // false: throttled, do not compare
    int failures;    // including this one
};

// What is guessed at: counted apart, each with its own limit.
enum class Guard { password, factor };

// `guarded`: "account:7", or "nobody:<canonical identifier>" when there is none; "device:<…>:7" for a known
// browser.
Attempt begin_attempt(app::Context& context, const std::string& guarded, Guard guard = Guard::password);
// The try was right: the bucket is empty again.
void forgive(app::Context& context, const Attempt& attempt);
// Everything counted against the account itself.
void unlock(app::Context& context, base::AccountId account);

// How long tries are not looked at after so many failures in a row: 0 below the limit, then 30 s doubling.
std::chrono::seconds throttle_delay(int failures, int limit, std::chrono::seconds most);

}  // namespace identity
