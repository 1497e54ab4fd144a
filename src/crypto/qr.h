// QR codes as SVG, for enrolling authenticator apps. Fits a strict CSP: fill attributes only, no style, no
// script.
#pragma once

#include <string>
#include <string_view>

namespace crypto {

// A square <svg> with a title and a quiet zone of four modules, dark on light; error correction M. Throws
// base::Error if the text is empty or too long for a QR code (2,331 bytes). The text is a secret when it
// holds one: never cached.
std::string qr_svg(std::string_view text);

}  // namespace crypto
