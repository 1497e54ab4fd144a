#!/bin/bash
# run.sh: the HTTP providers' clients against their stubs, all files at once, with a private MariaDB for the courier's;
# leaves "passed failed" for tests/total.sh.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/count.sh
count_start providers
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
for file in tests/providers/*.test.js; do
    wrap=()
    [[ $file == */mail.test.js ]] && wrap=(tests/database/with_mariadb.sh)
    timeout 300 "${wrap[@]}" node "$file" >"$told/${file##*/}" 2>&1 &
done
wait
for file in "$told"/*; do
    before=$count_good
    while IFS= read -r line; do
        case $line in # a test is indented; its group is not, and no test of its own
            '    ok '*) count_passed "${line#*ok * - }" ;;
            '    not ok '*) count_failed "${line#*ok * - }" ;;
            *'error:'* | *'never:'* | *'expected:'* | *'actual:'*) echo "      $line" ;;
        esac
    done <"$file"
    ((count_good > before)) || count_failed "${file##*/} did not run"
done
count_end
