#!/bin/sh
# Refuses SQL that MySQL 8 or Galera does not share, paging by OFFSET, statements made of pasted text, and statements
# outside the files where the tables are kept. Prints file:line: why; exit 1 when there is anything to print.
# Constants are found as `Sql NAME = "...` up to the semicolon. Usage: tests/lint/sql.sh [FOLDER]
set -eu
cd "${1:-.}"
found=$(mktemp)
trap 'rm -f "$found"' EXIT
sources=$(find src -name '*.cpp' -o -name '*.h' | sort)
migrations=$(find sql -name '[0-9]*.sql' -o -name grants.sql | sort)

# Each statement's lines as file:line:text, comments left out.
statements() {
    # shellcheck disable=SC2086
    awk '{ line = $0; sub(/^[ \t]*--.*/, "", line); if (line != "") print FILENAME ":" FNR ":" line }' $migrations /dev/null
    # shellcheck disable=SC2086
    awk 'FNR == 1 { inside = 0 }
         !inside && /Sql k[A-Za-z0-9_]+(\[\])? *(=|\{|$)/ { inside = 1; start = 1 }
         inside { line = $0; if (start) sub(/^.*Sql k[A-Za-z0-9_]+/, "", line); start = 0
                  print FILENAME ":" FNR ":" line; if (line ~ /;[ \t]*(\/\/.*)?$/) inside = 0 }' $sources
}
refuse() { # PATTERN REASON
    statements | grep -Ei "^[^:]+:[0-9]+:.*($1)" | sed -E "s/^([^:]+:[0-9]+):.*/\1: $2/" >>"$found" || true
}
refuse '\bRETURNING\b' 'RETURNING is not in MySQL 8'
refuse 'CREATE +SEQUENCE|NEXTVAL|NEXT +VALUE +FOR|LASTVAL' 'sequences are not in MySQL 8'
refuse 'uca1400|_0900_' 'a collation that only one of MariaDB and MySQL has'
refuse '(COLUMN|ADD|MODIFY|CHANGE|DROP) +(COLUMN +)?IF +(NOT +)?EXISTS|INDEX +IF +(NOT +)?EXISTS' 'IF [NOT] EXISTS on columns or keys is not in MySQL 8'
refuse '->' 'JSON operators are not in MariaDB'
refuse '\bOFFSET\b|LIMIT +[?0-9]+ *,' 'lists are paged by key, never by OFFSET'
refuse 'SKIP +LOCKED|GET_LOCK' 'does not exclude other nodes on Galera'

# shellcheck disable=SC2086
grep -nE '(query_text|execute_text) *\(' $sources /dev/null | grep -vE '^src/(database|commands)/' |
    sed -E 's/^([^:]+:[0-9]+):.*/\1: text statements only in database\/ and commands\//' >>"$found" || true
# shellcheck disable=SC2086
grep -nE '\bSql +k[A-Za-z0-9_]+' $sources /dev/null |
    grep -vE '^(src/(database|courier|outbox)/|[^:]*_store\.(cpp|h):)' |
    sed -E 's/^([^:]+:[0-9]+):.*/\1: a statement outside a *_store file/' >>"$found" || true

sort -u "$found"
! [ -s "$found" ]
