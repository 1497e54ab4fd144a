// See phone_providers.h.
#include "app/phone_providers.h"

#include "base/error.h"

namespace app {

providers::PhoneVerifier& PhoneProviders::verifier() {
    if (!verifier_) verifier_ = providers::make_phone_verifier(config_.text("sms.provider"), config_, log_);
    return *verifier_;
}

providers::PhoneDirectory& PhoneProviders::directory() {
    if (!directory_)
        directory_ = providers::make_phone_directory(config_.text("phone.lookup"), config_, log_);
    return *directory_;
}

PhoneProviders& phones_of(Context& context) {
    if (context.phones == nullptr) throw base::Bug("this process asks no provider of phone numbers");
    return *context.phones;
}

}  // namespace app
