#!/bin/bash
# Each third-party library is included in its one folder; the slow headers in one .cpp each.
set -uo pipefail
bad=0
only() { # WHERE PATTERN: the header may be included there alone (an expression of paths)
    local hits
    hits=$(git ls-files -co --exclude-standard 'src/*.h' 'src/*.cpp' | xargs grep -nE "^#include <($2)" | grep -vE "^($1)" || true)
    [[ -z $hits ]] || { echo "$hits"; bad=1; }
}
one_file() { # PATTERN
    local files
    files=$(git ls-files -co --exclude-standard 'src/*.h' 'src/*.cpp' | xargs grep -lE "^#include <($1)" || true)
    (($(wc -w <<<"$files") <= 1)) || { echo "slow header $1 is in more than one file: ${files//$'\n'/ }"; bad=1; }
}
only src/fastcgi/ 'fcgi'
only src/http/ 'cgicc/|ctemplate/|cmark'
only src/database/ 'mysql|mariadb|cppconn/|jdbc/|hiredis'
only src/crypto/ 'sodium|openssl/|liboath|fido|qrencode'
only src/providers/ 'curl/'
only src/base/ 'nlohmann/|toml|idn2|uni(str|norm|case|type|width)|phonenumbers/|magic'
only src/commands/ 'CLI/'
one_file 'nlohmann/'
one_file 'toml'
one_file 'CLI/'
one_file 'phonenumbers/'
exit $bad
