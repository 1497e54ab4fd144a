#!/bin/bash
# C++ is formatted as .clang-format says; `clang-format-14 -i FILE` mends it.
set -uo pipefail
git ls-files -co --exclude-standard 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' |
    xargs clang-format-14 --dry-run -Werror 2>&1 | sed -n 's/\(.*\):[0-9]*: error: code should be.*/\1/p' | sed 's/:.*//' | sort | uniq -c |
    awk '{ print $2 ": " $1 " places are not formatted"; bad = 1 } END { exit bad }'
