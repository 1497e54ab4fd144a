#!/bin/bash
# run.sh: the courier against stub providers, with a private MariaDB; leaves "passed failed" for tests/total.sh.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/count.sh
count_start courier
while read -r line; do
    case $line in
        'ok '*) count_passed "${line#ok * - }" ;;
        'not ok '*) count_failed "${line#not ok * - }" ;;
        *'error:'* | *'never:'* | *'expected:'* | *'actual:'*) echo "      $line" ;;
    esac
done < <(for file in tests/courier/*.test.js; do timeout 300 tests/database/with_mariadb.sh node "$file" 2>&1; done)
if ((count_good == 0)); then count_failed 'the tests did not run'; fi
count_end
