// A string that must not leak. Guarantees: the whole capacity is overwritten before the memory goes back,
// short strings inside the object included. Never prints anything.
#include "base/secret.h"

#include <cstring>

namespace base {

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        value_ = std::move(other.value_);
        other.wipe();
    }
    return *this;
}

void Secret::wipe() noexcept {
    value_.resize(value_.capacity());  // never grows the buffer: cannot throw
    explicit_bzero(value_.data(), value_.size());
    value_.clear();
}

}  // namespace base
