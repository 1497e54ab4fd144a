#!/bin/bash
# The top level holds what design allows; files keep their length; nothing names this machine, a registry or a chore.
set -uo pipefail
bad=0
complain() { echo "$*"; bad=1; }
files() { git ls-files -co --exclude-standard "$@" | while read -r file; do [[ -f $file ]] && echo "$file"; done; }

allowed='^(Makefile|README\.md|LICENSE|src|templates|nginx|sql|systemd|tests|\.ci|\.gitignore|\.gitattributes|\.clang-format|\.clang-tidy|\.editorconfig)$'
for entry in $(files | cut -d/ -f1 | sort -u); do
    [[ $entry =~ $allowed ]] || complain "$entry does not belong on the top level"
done

while read -r lines file; do
    [[ $file == total || $file == src/base/configuration_keys.cpp ]] && continue
    ((lines <= 340)) || complain "$file has $lines lines; past 300 a file is two files"
done < <(files 'src/*' | xargs wc -l)

for file in $(files 'src/*.h' 'src/*.cpp'); do
    [[ $file == *.cpp && -f ${file%.cpp}.h ]] && continue # its header says it
    [[ $(head -c 3 "$file") == '// ' ]] || complain "$file does not open with what it is for"
done

# Nothing that only this machine knows: where the checkout lies, or whom its package clients ask.
own=$PWD/
hosts=$({ npm config get registry; cat /etc/apt/sources.list /etc/apt/sources.list.d/*; } 2>/dev/null | grep -oE '://[^/ ]+' | cut -c4- | grep -E '[a-z]\.[a-z]' | sort -u)
# shellcheck disable=SC2046,SC2086 # hosts hold no blanks
hits=$(files | xargs grep -nIF -e "$own" ${hosts:+$(printf -- '-e %s ' $hosts)} || true)
hits+=$(files | grep -v '^tests/lint/layout.sh$' | xargs grep -nIE '/home/[a-z]|\b(TODO|FIXME|XXX)\b' || true)
[[ -z $hits ]] || complain "$hits"
exit $bad
