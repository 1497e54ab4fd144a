// SHA-1, for the one thing that still asks for it: the ranges of breached passwords. Never for anything else.
#pragma once

#include <string>

#include "base/secret.h"

namespace crypto {

// 40 hex characters, upper case, of the bytes as they are.
base::Secret sha1_hex(const base::Secret& bytes);

}  // namespace crypto
