// Noting what a provider reports about a mail: a row for the courier, which finds the mail and draws the
// conclusions. The gate writes and reads nothing back; a report that came before, or a token that was used,
// changes nothing.
#pragma once

#include <span>
#include <string_view>

#include "app/context.h"
#include "providers/delivery_report.h"

namespace outbox {

// One transaction. `token` (of a signed report) counts once, "" = there is none. False: it was used before,
// and nothing was noted.
bool note_reports(app::Context& context, std::string_view provider,
                  std::span<const providers::DeliveryReport> reports, std::string_view token = "");

}  // namespace outbox
