#!/bin/sh
# Turns the files of nginx/ that `gatehouse nginx` renders into C++ string constants: embed.sh FILE...
set -eu
echo '// Made by nginx/embed.sh; do not edit.'
echo '#include "commands/nginx_files.h"'
echo 'namespace commands {'
echo 'namespace {'
echo 'constexpr NginxFile kFiles[] = {'
for file in "$@"; do
    printf '    {"%s", R"nginx(' "$(basename "$file")"
    cat "$file"
    echo ')nginx"},'
done
echo '};'
echo '}  // namespace'
echo 'std::span<const NginxFile> nginx_files() { return kFiles; }'
echo '}  // namespace commands'
