// What a person got wrong, as a value. The pipeline and the pages turn it into words beside fields or a calm
// page.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace app {

struct Refusal {
    enum class Kind {
        invalid,    // complaints name fields: the form is shown again (422 for JSON)
        not_found,  // 404: also when the asker may not see it
        forbidden,  // 403
        conflict,   // 409: the state does not allow it (closed ticket)
        too_many,   // 429: the person must wait `retry_after` seconds
        busy,       // 503
    };
    Kind kind = Kind::invalid;
    std::vector<base::Complaint> complaints;
    int retry_after = 0;

    static Refusal of(std::string field, std::string message) {
        return {Kind::invalid, {{std::move(field), std::move(message)}}, 0};
    }
    static Refusal of(std::vector<base::Complaint> complaints) {
        return {Kind::invalid, std::move(complaints), 0};
    }
    static Refusal not_found() { return {Kind::not_found, {}, 0}; }
    static Refusal conflict(std::string message) { return {Kind::conflict, {{"", std::move(message)}}, 0}; }
    static Refusal forbidden() { return {Kind::forbidden, {}, 0}; }
    static Refusal busy(int seconds, std::string message) {
        return {Kind::busy, {{"", std::move(message)}}, seconds};
    }
    static Refusal too_many(int seconds, std::string message) {
        return {Kind::too_many, {{"", std::move(message)}}, seconds};
    }
};

}  // namespace app
