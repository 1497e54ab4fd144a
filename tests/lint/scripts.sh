#!/bin/bash
# Shell scripts: shellcheck is silent, and what is started by path may be started.
set -uo pipefail
bad=0
mapfile -t files < <(git ls-files -co --exclude-standard '*.sh' '.ci/*')
# SC2317: functions that only a trap calls.
shellcheck -x -e SC2317 "${files[@]}" || bad=1
for file in "${files[@]}"; do
    [[ $(head -c 2 "$file") != '#!' || -x $file || $file == */embed.sh ]] || { echo "$file has a #! line but may not be run"; bad=1; }
done
exit $bad
