#!/bin/bash
# Nothing in the tree looks like a secret, and nothing is tracked that belongs to a run or a build.
set -uo pipefail
bad=0
hits=$(git ls-files -co --exclude-standard | grep -vE '^tests/' | xargs grep -nIE 'BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|xox[bp]-|password *= *"[^"{<(]+"' || true)
[[ -z $hits ]] || { echo "$hits"; bad=1; }
hits=$(git ls-files | grep -E '(^|/)(build|node_modules)/|\.(o|gch|pem|key|eml)$' || true)
[[ -z $hits ]] || { echo "tracked, but made: $hits"; bad=1; }
exit $bad
