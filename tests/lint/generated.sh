#!/bin/bash
# What is generated and kept in the tree is as the program would make it now.
set -uo pipefail
bad=0
program=build/gatehouse
[[ -x $program ]] || { echo "build/gatehouse is not built"; exit 1; }
same() { # FILE: standard input is what it should hold
    local fresh
    fresh=$(mktemp)
    cat >"$fresh"
    [[ ! -f $1 ]] || diff -u "$1" "$fresh" | head -n 20 | grep . && { echo "$1 is not current"; bad=1; }
    rm -f "$fresh"
}
same systemd/gatehouse.toml.example < <("$program" config explain --example)
if grep -q '<!-- configuration -->' README.md 2>/dev/null; then
    diff <(sed -n '/<!-- configuration -->/,/<!-- end -->/p' README.md | sed '1d;$d') <("$program" config explain --markdown) >/dev/null ||
        { echo "README.md: the configuration reference is not current (gatehouse config explain --markdown)"; bad=1; }
fi
if grep -q '<!-- commands -->' README.md 2>/dev/null; then
    diff <(sed -n '/<!-- commands -->/,/<!-- end of commands -->/p' README.md | sed '1d;$d') <("$program" help --markdown) >/dev/null ||
        { echo "README.md: the table of commands is not current (make reference)"; bad=1; }
fi
exit $bad
