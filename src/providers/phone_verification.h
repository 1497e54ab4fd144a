// The need "prove that a phone number is theirs": start, check and cancel a verification whose code only the
// provider knows. Called by a gate worker under a strict deadline; a start costs money and is repeated at
// most once, only where the provider then answers with the running verification. One interface, one file a
// provider.
#pragma once

#include <memory>
#include <string>

#include "base/configuration.h"
#include "base/log.h"
#include "base/phone_number.h"

namespace providers {

enum class Verification {
    started,             // a code is on its way; `reference` names the verification
    running,             // start: one runs already for this number; `reference` if the provider told it.
                         // next: it runs on, but there is no other way left to try
    verified,            // the code was right
    wrong_code,          // count it
    over,                // expired, unknown, or too many wrong codes: start anew
    undetermined,        // a repeated check found nothing: never verified, ask for a new code
    bad_number,          // the person should give another number
    unreachable_number,  // blocked or unsupported destination: another way of proof
    later,               // throttled: try again in a minute
    unavailable,         // the provider is slow, broken or gone
    misconfigured,       // key, plan or credit: the sysadmin must act
};
std::string_view to_text(Verification outcome);

struct VerificationAnswer {
    Verification outcome = Verification::unavailable;
    std::string reference = "";  // the provider's request id: kept only while pending
    std::string answer = "";     // last answer, trimmed, no secret, no number
};

// How the code travels: by text message and, if nobody typed it in time, by a call; or by a call at once,
// for numbers that take no text.
enum class CodeWay { text_then_call, call };

class PhoneVerifier {
  public:
    virtual ~PhoneVerifier() = default;
    virtual std::string_view name() const = 0;
    // `language` is "en-gb"; `label` (1 to 16 characters) is ours for this verification.
    virtual VerificationAnswer start(const base::PhoneNumber& number, CodeWay way, std::string_view language,
                                     std::string_view label) = 0;
    virtual VerificationAnswer check(std::string_view reference, std::string_view code) = 0;
    // The next way now, without waiting: the call. `started`, `running` (no way is left), `over`, or trouble.
    virtual VerificationAnswer next(std::string_view reference) = 0;
    // Best effort: too early, too late or gone already is `over` too, as when it was done.
    virtual VerificationAnswer cancel(std::string_view reference) = 0;
};

// "vonage", "vonage_v1" or "log"; throws base::ConfigError for an unknown name or incomplete settings.
std::unique_ptr<PhoneVerifier> make_phone_verifier(std::string_view name, const base::Configuration& config,
                                                   base::Log& log);
// What the two would throw, told before the first call needs them; opens nothing.
void check_phone_settings(const base::Configuration& config);

}  // namespace providers
