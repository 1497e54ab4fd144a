// What a page says after a redirect ("Your reply was sent."): the query carries a short name, never the text.
#pragma once

#include <string_view>

namespace portal {

std::string_view notice_text(std::string_view name);  // "" for unknown names
bool tells_of_an_end(std::string_view name);          // of something that is over, not of an act

}  // namespace portal
