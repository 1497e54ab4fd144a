// A form that was sent without a recent proof, kept until the proof is there: sealed for its sender, in a
// hidden field. Nothing is stored; nobody else can open or change it, and it is good for session.half.
#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "http/fields.h"

namespace identity {

struct KeptForm {
    std::string path;  // below base_path
    http::Fields fields;
};

std::string keep_form(app::Context& context, const std::string& path, const http::Fields& fields);
std::optional<KeptForm> kept_form(app::Context& context, std::string_view kept);

}  // namespace identity
