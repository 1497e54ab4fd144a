// A .env file as the Python systems before this one read it: NAME=value lines, `export`, comments, quotes,
// ${NAME}. Pure; a complaint names the line and never quotes it, because any value may be a secret.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace base {

struct Assignment {
    int line;
    std::string name, value;
};

// In the file's order, each name once: the last value counts. In single quotes all is literal but \' and \\;
// in double quotes \n, \t, \r, \" and \\ are what they are elsewhere; without quotes a value ends at " #". A
// value in quotes may go over lines. ${NAME} and ${NAME:-otherwise} look at names above. Else all that is
// wrong: "line 3: …".
std::expected<std::vector<Assignment>, std::vector<std::string>> parse_dotenv(std::string_view text);

}  // namespace base
