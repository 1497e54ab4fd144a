#!/bin/bash
# clang-tidy is silent. A file is looked at again only when it, a header of ours, the rules or this script changed:
# build/lint/tidy holds one empty file for each content found clean. Two at once.
set -uo pipefail
cache=build/lint/tidy
mkdir -p "$cache"
headers=$(git ls-files -co --exclude-standard 'src/*.h' | sort | xargs cat .clang-tidy tests/lint/tidy.sh | sha256sum | cut -c1-16)
one() {
    local file=$1 mark output
    mark=$cache/$(sha256sum <"$file" | cut -c1-24).$2
    [[ -e $mark ]] && return 0
    if output=$(clang-tidy-19 --quiet "$file" -- -std=c++23 -Isrc -Ibuild/generated -Itests -include src/base/pch.h -DBOOST_TEST_DYN_LINK '-DGATEHOUSE_VERSION="0"' 2>/dev/null); then
        : >"$mark"
    else
        grep -E '(warning|error):' <<<"$output" || echo "$file: clang-tidy failed"
        return 1
    fi
}
export -f one
export cache
# Headers count through their own precise use: the mark holds the hash of all of them.
# shellcheck disable=SC2016 # the inner bash expands it
git ls-files -co --exclude-standard 'src/*.cpp' | xargs -P 2 -I {} bash -c 'one "$1" "$2"' - {} "$headers"
