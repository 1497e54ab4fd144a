#!/bin/bash
# Adds up build/tests/results: "N passed, N failed" as the last line. total.sh SUITE...: these are expected; one that
# left no result counts as one failure. Fails when anything failed.
set -euo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0
for suite in "$@"; do
    good=0 bad=1
    if ! read -r good bad <"build/tests/results/$suite" 2>/dev/null; then
        echo "$suite left no result"
        good=0 bad=1
    fi
    passed=$((passed + good)) failed=$((failed + bad))
    printf '%-14s %5d passed %4d failed\n' "$suite" "$good" "$bad"
done
echo "$passed passed, $failed failed"
((failed == 0))
