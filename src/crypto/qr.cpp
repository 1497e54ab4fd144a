// libqrencode makes the modules; this file draws each run of dark ones as one rectangle of a single path.
#include "crypto/qr.h"

#include <qrencode.h>

#include <memory>

#include "base/error.h"

namespace crypto {
namespace {

constexpr int kQuiet = 4;  // modules of margin, ISO/IEC 18004

}  // namespace

std::string qr_svg(std::string_view text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()),
                          0, QR_ECLEVEL_M),
        &QRcode_free);
    if (!code) throw base::Error("the text does not fit a QR code");
    const int width = code->width;
    const int side = width + 2 * kQuiet;
    std::string svg = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img" shape-rendering="crispEdges">)"
        R"(<title>QR code</title><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d=")",
        side);
    for (int y = 0; y < width; ++y) {
        const std::span row(code->data + static_cast<ptrdiff_t>(y) * width, static_cast<size_t>(width));
        for (int x = 0; x < width;) {
            int run = 0;
            while (x + run < width && (row[static_cast<size_t>(x + run)] & 1U) != 0) ++run;
            if (run > 0) svg += fmt::format("M{} {}h{}v1h-{}z", x + kQuiet, y + kQuiet, run, run);
            x += run > 0 ? run : 1;
        }
    }
    return svg + R"("/></svg>)";
}

}  // namespace crypto
