// Files and folders that commands make: with the mode that is asked for from the first moment on, whole or
// not at all. Throws base::ConfigError naming the path.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace commands {

// Writes beside and renames over; an existing file is replaced.
void write_file(const std::string& path, std::string_view text, mode_t mode);
// With its parents; an existing folder keeps its mode. A link is followed only when it is root's or the
// caller's.
void make_folder(const std::string& path, mode_t mode);

}  // namespace commands
