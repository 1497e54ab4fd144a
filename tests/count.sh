# shellcheck shell=bash
# How a suite says what came of it, for those written in bash: count_start NAME, then count_passed TEXT or
# count_failed TEXT for each test, then count_end (its status is the suite's). Every suite, in whatever language,
# leaves one line "passed failed" in build/tests/results/NAME; tests/total.sh adds them up.
count_start() {
    count_suite=$1 count_good=0 count_bad=0
    mkdir -p build/tests/results
    rm -f "build/tests/results/$count_suite"
}
count_passed() {
    count_good=$((count_good + 1))
    echo "ok    $count_suite: $1"
}
count_failed() {
    count_bad=$((count_bad + 1))
    echo "FAIL  $count_suite: $1"
}
count_end() {
    echo "$count_good $count_bad" >"build/tests/results/$count_suite"
    ((count_bad == 0))
}
