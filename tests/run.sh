#!/bin/bash
# The suites in JavaScript against a whole portal: run.sh SUITE... [-- FILE...]; suites: integration security browser. Fetches what
# package.json pins, once. Each suite leaves its counts in build/tests/results; a runner that dies counts as a failure.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
for suite in "$@"; do
    [[ $suite == -- ]] && break
    rm -f "build/tests/results/$suite"
done
if [[ ! tests/node_modules/.package-lock.json -nt tests/package-lock.json ]]; then
    npm ci --prefix tests --omit=optional --no-fund --no-audit --loglevel=error || exit 1
fi
exec node tests/harness/run.mjs "$@"
