#include "courier/verdict.h"

#include "courier/schedule.h"
#include "providers/curl_client.h"

namespace courier {

namespace {

using providers::Outcome;

std::string after(std::span<const std::string> order, const std::string& provider) {
    const auto found = std::ranges::find(order, provider);
    return found == order.end() || found + 1 == order.end() ? "" : *(found + 1);
}

}  // namespace

Note judge(const Taken& mail, const providers::Delivery& delivery, const Circumstances& around) {
    Note note{.id = mail.id, .lease = mail.lease, .provider = mail.provider, .provider_id = {}, .answer = {}};
    note.answer = providers::trim_answer(fmt::format("{}: {}", mail.provider, delivery.answer));
    if (delivery.outcome == Outcome::accepted) {
        note.what = Note::What::sent;
        note.provider_id = providers::trim_answer(delivery.provider_id).substr(0, 255);
        return note;
    }
    note.what = Note::What::dead;
    if (delivery.outcome == Outcome::permanent) return note;

    if (delivery.outcome == Outcome::unknown) {
        note.doubtful = true;
        if (mail.doubtful + 1 > static_cast<unsigned>(around.doubt.repeats)) return note;
    } else if (mail.doubtful == 0) {
        note.provider = after(around.order, mail.provider);
        if (!note.provider.empty()) {
            note.what = Note::What::again;
            note.next_try = around.now;
            return note;
        }
    }
    const auto at = next_try({.now = around.now,
                              .first_try = mail.first_try,
                              .asked = delivery.retry_after,
                              .expires = mail.expires,
                              .off = around.off,
                              .give_up_after = around.give_up_after});
    if (!at) {
        note.provider = mail.provider;
        return note;
    }
    note.what = Note::What::again;
    note.next_try = *at;
    return note;
}

std::optional<Note> forbid(const Taken& mail, const Circumstances& around) {
    Note note{.id = mail.id, .lease = mail.lease, .provider = mail.provider, .provider_id = {}, .answer = {}};
    if (mail.expires && *mail.expires <= around.now) {
        note.what = Note::What::expired;
        note.answer = "too late: the code has expired";
        return note;
    }
    if (mail.doubtful > 0 && around.now - mail.first_try > around.doubt.within) {
        note.what = Note::What::dead;
        note.answer = "may have been sent already; sending it again could make two";
        return note;
    }
    return std::nullopt;
}

}  // namespace courier
