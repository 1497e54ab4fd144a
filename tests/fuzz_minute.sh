#!/bin/bash
# The suite "fuzz": each target for FUZZ_SECONDS (a minute together); a crash is a failure.
set -uo pipefail
# shellcheck source=tests/count.sh
. tests/count.sh
count_start fuzz
if make --no-print-directory fuzz SECONDS="${FUZZ_SECONDS:-20}"; then
    count_passed "nothing that was thrown at requests, JSON and passkeys broke them"
else
    count_failed "a fuzz target ended with a crash; see build/fuzz"
fi
count_end
