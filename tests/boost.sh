#!/bin/bash
# Runs a Boost.Test program as a suite and leaves its counts: boost.sh SUITE COMMAND... (arguments go to the program).
# A program that dies leaves one failure more than it could count.
set -uo pipefail
suite=$1
shift
mkdir -p build/tests/results
rm -f "build/tests/results/$suite"
report=$PWD/build/tests/results/$suite.xml
rm -f "$report"
"$@" --log_level=warning --report_level=short --report_format=XML --report_sink="$report"
status=$?
passed=$(sed -n 's/.* test_cases_passed="\([0-9]*\)".*/\1/p' "$report" 2>/dev/null)
warned=$(sed -n 's/.* test_cases_passed_with_warnings="\([0-9]*\)".*/\1/p' "$report" 2>/dev/null)
failed=$(sed -n 's/.* test_cases_failed="\([0-9]*\)".*/\1/p' "$report" 2>/dev/null)
((status == 0 || ${failed:-0} > 0)) || failed=$((${failed:-0} + 1))
passed=$((${passed:-0} + ${warned:-0}))
echo "$passed ${failed:-0}" >"build/tests/results/$suite"
echo "$suite: $passed passed, ${failed:-0} failed"
exit $status
