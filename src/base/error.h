// What the world can get wrong: an exception whose type says who failed. What a person can get wrong is a
// value (app::Refusal). The text is for the log; no page ever shows it.
#pragma once

#include <stdexcept>
#include <string>

namespace base {

struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The database or the way to it. `code` is MariaDB's error number (0: client side).
struct DatabaseError : Error {
    DatabaseError(int number, const std::string& text) : Error(text), code(number) {}
    int code;
};

// A provider (mail, SMS, look-up) or the way to it.
struct ProviderError : Error {
    using Error::Error;
};

// Configuration, credentials, templates, files: the environment is broken; the sysadmin must act. Exit
// code 78.
struct ConfigError : Error {
    using Error::Error;
};

// A file that a command reads or makes. `code` is errno: exit code 77 where a permission is missing, else 74.
struct FileError : ConfigError {
    FileError(int number, const std::string& text) : ConfigError(text), code(number) {}
    int code;
};

// We are broken.
struct Bug : Error {
    using Error::Error;
};

// No room right now (hash slots, outbound slots): 503 with Retry-After.
struct Busy : Error {
    Busy(const std::string& text, int wait) : Error(text), retry_after(wait) {}
    int retry_after;
};

// One thing wrong with one field of a form; shown beside the field. `field` is empty for the form as a whole.
struct Complaint {
    std::string field;
    std::string message;
    bool operator==(const Complaint&) const = default;
};

}  // namespace base
