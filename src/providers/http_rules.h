// What the HTTP providers have in common: a status's class, a reset header's seconds, a line for the record.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "providers/curl_client.h"
#include "providers/mail_transport.h"

namespace providers {

// 2xx accepted; 401, 402, 403, 404, 3xx misconfigured; 408, 425, 429, 5xx temporary; 504 unknown; other 4xx
// permanent. A 5xx came from somebody who refused, so nothing was accepted; a break after the whole request
// was handed over is unknown.
Delivery judge_http(const Answer& answer);
// What a header asked for: of this mail, and with 429 and 503 of all of them. Nothing changes without a time.
void ask_for_pause(Delivery& delivery, long code, std::optional<std::chrono::seconds> wait);
// "429 Too many …": status and what the body says, with no secret and no page of HTML.
std::string describe(const Answer& answer);
// An answer that repeats the key must not carry it into the outbox or a transcript.
void hide(std::string& text, const base::Secret& secret);
// A number of seconds in a header, rounded up, kept within `least` … `most`; nothing if it is none.
std::optional<std::chrono::seconds> seconds_in(std::string_view header, int least, int most);
// One line for `mail test`: method, host and path, what came. No headers, no body of ours.
void note_call(std::string* transcript, const HttpCall& call, const Answer& answer);
// What must not be in a mail whoever sends it; "" if it is clean. (mime.cpp)
std::string fault_in(const OutgoingMail& mail);

}  // namespace providers
