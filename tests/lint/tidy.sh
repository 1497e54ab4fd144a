#!/bin/bash
# clang-tidy (.clang-tidy) is silent. A file is looked at again only when it, a header it includes, the rules or this
# script changed: build/lint/tidy holds one empty file for each content found clean.
set -uo pipefail
cache=build/lint/tidy
mkdir -p "$cache"
rules=$(cat .clang-tidy tests/lint/tidy.sh | sha256sum | cut -c1-8)
# shellcheck disable=SC2089,SC2090 # the quotes are meant for the preprocessor
flags='-std=c++23 -Isrc -Ibuild/generated -Itests -DBOOST_TEST_DYN_LINK -DGATEHOUSE_VERSION="0"'
# The precompiled header again, for clang: it halves the time a file takes to parse.
# shellcheck disable=SC2086,SC2090 # a list of flags
clang++-19 $flags -x c++-header src/base/pch.h -o build/lint/pch.pch || exit
one() {
    local file=$1 mark output needed
    # What the compiler saw when it last built this; before the first build, all headers.
    needed=$(grep -oE 'src/[a-z_/]+\.h' "build/objects/${file:4:-4}.d" 2>/dev/null || git ls-files 'src/*.h')
    # shellcheck disable=SC2086 # a list of paths without blanks
    mark=$cache/$(cat "$file" $needed 2>/dev/null | sha256sum | cut -c1-24).$rules
    [[ -e $mark ]] && return 0
    # shellcheck disable=SC2086,SC2090 # a list of flags
    if output=$(clang-tidy-19 --quiet "$file" -- $flags -include-pch build/lint/pch.pch 2>/dev/null); then
        : >"$mark"
    else
        grep -E '(warning|error):' <<<"$output" || echo "$file: clang-tidy failed"
        return 1
    fi
}
export -f one
# shellcheck disable=SC2090 # as above
export cache rules flags
# shellcheck disable=SC2016 # the inner bash expands it
git ls-files -co --exclude-standard 'src/*.cpp' | xargs -P "$(nproc)" -I {} bash -c 'one "$1"' - {}
