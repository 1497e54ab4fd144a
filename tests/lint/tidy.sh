#!/bin/bash
# clang-tidy is silent. A file is looked at again only when it, a header it includes, the rules or this script changed:
# build/lint/tidy holds one empty file for each content found clean. Runs the checks that find defects; TIDY=all runs
# all of .clang-tidy, at three times the cost (25 against 8 CPU seconds a file on a busy machine).
set -uo pipefail
cache=build/lint/tidy
mkdir -p "$cache"
rules=$(cat .clang-tidy tests/lint/tidy.sh <(echo "${TIDY:-}") | sha256sum | cut -c1-8)
quick='-*,clang-analyzer-core.*,clang-analyzer-cplusplus.*,clang-analyzer-unix.*,bugprone-use-after-move'
quick+=,bugprone-dangling-handle,bugprone-empty-catch,bugprone-string-constructor,bugprone-sizeof-expression
quick+=,bugprone-undelegated-constructor,bugprone-unused-raii,bugprone-unused-local-non-trivial-variable
quick+=,bugprone-signed-char-misuse,bugprone-misplaced-widening-cast,bugprone-inc-dec-in-conditions
quick+=,bugprone-return-const-ref-from-parameter,bugprone-optional-value-conversion,misc-redundant-expression
quick+=,performance-for-range-copy,performance-unnecessary-copy-initialization,performance-unnecessary-value-param
quick+=,performance-noexcept-move-constructor,modernize-use-override,modernize-use-nullptr,cert-msc50-cpp,cert-msc51-cpp
checks=
[[ ${TIDY:-} == all ]] || checks=--checks=$quick
one() {
    local file=$1 mark output needed
    # What the compiler saw when it last built this; before the first build, all headers.
    needed=$(grep -oE 'src/[a-z_/]+\.h' "build/objects/${file:4:-4}.d" 2>/dev/null || git ls-files 'src/*.h')
    # shellcheck disable=SC2086 # a list of paths without blanks
    mark=$cache/$(cat "$file" $needed 2>/dev/null | sha256sum | cut -c1-24).$rules
    [[ -e $mark ]] && return 0
    if output=$(clang-tidy-19 --quiet ${checks:+"$checks"} "$file" -- -std=c++23 -Isrc -Ibuild/generated -Itests -include src/base/pch.h -DBOOST_TEST_DYN_LINK '-DGATEHOUSE_VERSION="0"' 2>/dev/null); then
        : >"$mark"
    else
        grep -E '(warning|error):' <<<"$output" || echo "$file: clang-tidy failed"
        return 1
    fi
}
export -f one
export cache checks rules
# shellcheck disable=SC2016 # the inner bash expands it
git ls-files -co --exclude-standard 'src/*.cpp' | xargs -P "$(nproc)" -I {} bash -c 'one "$1"' - {}
