#!/bin/sh
# Turns sql/NNNN_name.sql and sql/grants.sql into C++ string constants: one string a statement (split at ";" at the
# end of a line; comment lines and blank lines are dropped). Fails on a statement that has no end.
set -eu
statements() {
    awk '/^[ \t]*--/ || /^[ \t]*$/ { next }
         { text = text $0 "\n" }
         /;[ \t]*$/ { sub(/;[ \t]*\n$/, "", text); printf "    R\"sql(%s)sql\",\n", text; text = "" }
         END { if (text != "") { print "unfinished statement in " FILENAME > "/dev/stderr"; exit 1 } }' "$1"
}
# constants NAME FILE: an array of statements, or an empty span where the file holds none.
constants() {
    texts=$(statements "$2")
    if [ -n "$texts" ]; then
        printf 'constexpr std::string_view %s[] = {\n%s\n};\n' "$1" "$texts"
    else
        printf 'constexpr std::span<const std::string_view> %s;\n' "$1"
    fi
}
echo '// Made by sql/embed.sh; do not edit.'
echo '#include "database/migrations.h"'
echo 'namespace database {'
echo 'namespace {'
table=''
for file in "$@"; do
    base=$(basename "$file" .sql)
    number=$(echo "${base%%_*}" | sed 's/^0*//')
    name=${base#*_}
    constants "kStatements$number" "$file"
    table="$table    {$number, \"$name\", kStatements${number}},
"
done
constants kGrants "$(dirname "$0")/grants.sql"
if [ -n "$table" ]; then
    printf 'constexpr Migration kMigrations[] = {\n%s};\n' "$table"
else
    echo 'constexpr std::span<const Migration> kMigrations;'
fi
echo '}  // namespace'
echo 'std::span<const Migration> migrations() { return kMigrations; }'
echo 'std::span<const std::string_view> grant_statements() { return kGrants; }'
echo '}  // namespace database'
