#!/bin/bash
# A folder of src/ includes only folders below it; a feature uses only the domain headers of the features to its left,
# never their store.
set -uo pipefail
# shellcheck disable=SC2016 # awk's own $0
git ls-files -co --exclude-standard 'src/*.h' 'src/*.cpp' | xargs awk '
BEGIN {
    split("base 10 crypto 20 database 21 http 30 providers 31 app 40 outbox 41 audit 50 access 51 identity 52 " \
          "tickets 53 contact 54 administration 55 courier 60 portal 70 fastcgi 80 commands 90", words, " ")
    for (i = 1; i in words; i += 2) floor[words[i]] = words[i + 1]
    # Side by side on one floor: neither knows the other.
    apart["database crypto"] = apart["providers http"] = 1
}
FNR == 1 { parts = split(FILENAME, at, "/"); here = parts > 2 ? at[2] : "main" }
/^#include "[a-z]+\// {
    split($0, quoted, "\""); split(quoted[2], to, "/"); there = to[1]
    if (here == "main" || here == there) next
    if (!(here in floor)) { print FILENAME ": the folder " here " stands on no floor"; bad = 1; nextfile }
    if (!(there in floor)) next
    if (floor[there] > floor[here] || (here " " there) in apart) {
        print FILENAME ":" FNR ": " here " may not know " there; bad = 1
    } else if (floor[here] >= 50 && floor[here] < 60 && floor[there] >= 50 && quoted[2] ~ /_store\.h$/) {
        print FILENAME ":" FNR ": a store is its own feature'"'"'s alone: " quoted[2]; bad = 1
    }
}
END { exit bad }'
