// The files of nginx/ as they travel inside the binary (build/generated/nginx.cpp), with words in @AT@ signs
// still in them; `gatehouse nginx` fills them in.
#pragma once

#include <span>
#include <string_view>

namespace commands {

struct NginxFile {
    std::string_view name;  // "gatehouse-http.conf"
    std::string_view text;
};
std::span<const NginxFile> nginx_files();

}  // namespace commands
