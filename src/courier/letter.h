// A mail's words: templates/mail/KIND.txt (first line "Subject: …") and KIND.html in frame.html, filled with
// the row's values. Guarantees: the subject is one line; a value of several lines stays that only as TEXT.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/configuration.h"
#include "courier/outbox_store.h"
#include "crypto/key_ring.h"
#include "providers/mail_transport.h"

namespace courier {

using Values = std::map<std::string, std::string>;

// The row's values, opened if sealed. Throws base::Error when they cannot be read.
Values read_values(const Taken& mail, const crypto::KeyRings& keys);
struct Words {
    std::string subject, text, html;
};
// Throws base::Error when there is no such template, or it has no subject.
Words write_words(std::string_view kind, const Values& values, const base::Configuration& config);
// The whole mail for `taken`; throws as above.
providers::OutgoingMail write_letter(const Taken& taken, const crypto::KeyRings& keys,
                                     const base::Configuration& config);
// Our Message-ID of a row: the same at every try.
std::string message_id(std::string_view tag, const base::Configuration& config);

}  // namespace courier
