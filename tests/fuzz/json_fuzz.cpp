// libFuzzer target: JSON text in, values out, text again. What was taken once must be taken again as the
// same.
#include <cstdlib>

#include "base/json.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, size_t size) {
    const auto json = base::Json::parse({reinterpret_cast<const char*>(bytes), size});
    if (!json) {
        if (json.error().empty() || !base::is_utf8(json.error())) std::abort();
        return 0;
    }
    const auto text = json->dump();
    if (!base::is_utf8(text)) std::abort();
    const auto again = base::Json::parse(text);
    if (!again || again->dump() != text) std::abort();
    return 0;
}
