// What the server's errors mean to us, and what of them may be told: an error's text goes into logs, so it
// holds no value that somebody gave, and a statement's text no password. No socket, no connector.
#pragma once

#include <string>
#include <string_view>

namespace database {

// After these the connection is gone, or out of step with the server; it is never used again.
bool ends_connection(int code);

// The server's text with the values taken out that it likes to quote ("Duplicate entry 'a@b.c' for key ...").
std::string without_values(int code, std::string text);

// What the log may show of a statement that is not a constant: nothing from IDENTIFIED on, 120 bytes at most.
std::string_view without_password(std::string_view statement);

}  // namespace database
