// Files and folders that commands make: with the mode that is asked for from the first moment on, whole or
// not at all. Throws base::FileError naming the path.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace commands {

// Writes beside and renames over; an existing file is replaced.
void write_file(const std::string& path, std::string_view text, mode_t mode);
// All of them, or none where one fails: each is written beside first. Files that are there keep their owner
// and mode.
struct NewFile {
    std::string path;
    base::Secret text;
    mode_t mode;
};
void write_files(const std::vector<NewFile>& files);
// At most 1 MiB.
base::Secret read_file(const std::string& path);
// With its parents; an existing folder keeps its mode. A link is followed only when it is root's or the
// caller's.
void make_folder(const std::string& path, mode_t mode);

}  // namespace commands
