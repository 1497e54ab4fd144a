// Phones on pages.
#include "identity/phone_fields.h"

namespace identity {

void show_number(http::Block& block, const Phone& phone) {
    const auto& digits = phone.number.e164();
    std::string masked;
    for (const char c : phone.number.masked()) masked += c == ' ' ? "\u00a0" : std::string(1, c);
    block.set("MASKED", masked);
    block.set("ENDS", digits.substr(digits.size() - 2));
}

void show_phone(http::Block& block, const Phone& phone, const std::optional<CodeOnItsWay>& code) {
    show_number(block, phone);
    const auto* way = phone.takes_text ? "TAKES_TEXT" : "ONLY_CALLS";
    block.show(way);
    block.show(code ? "CODE_SENT" : "NO_CODE");
    auto ways = block.include("PHONE_WAYS", "phone_ways.html");
    ways.show(way);
    ways.show_if("MAY_CALL", code && !code->called);
    if (!code) return;
    auto sent = block.include("PHONE_SENT", "phone_sent.html");
    show_number(sent, phone);
    sent.show(phone.takes_text && !code->called ? "BY_TEXT" : "BY_CALL");
}

}  // namespace identity
