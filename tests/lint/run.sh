#!/bin/bash
# All checks of the tree: one script of this folder each. run.sh [NAME...]: only these. Says which failed and why;
# writes build/tests/results/lint ("passed failed").
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=tests/count.sh
. tests/count.sh
checks=("$@")
((${#checks[@]})) || checks=(layout floors libraries templates private scripts generated format sql units fail2ban nginx tidy)
count_start lint
for check in "${checks[@]}"; do
    script=tests/lint/$check.sh
    [[ -x $script ]] || continue
    begin=$SECONDS
    if output=$("$script" 2>&1); then
        count_passed "$check ($((SECONDS - begin)) s)${output:+: $output}"
    else
        count_failed "$check"
        echo "${output//$'\n'/$'\n'      }" | sed '1s/^/      /'
    fi
done
count_end
