#!/bin/sh
# Turns sql/NNNN_name.sql and sql/grants.sql into C++ string constants: one string a statement (split at ";" at the
# end of a line; comment lines and blank lines are dropped).
set -eu
statements() {
    awk '/^[ \t]*--/ || /^[ \t]*$/ { next }
         { text = text $0 "\n" }
         /;[ \t]*$/ { sub(/;[ \t]*\n$/, "", text); printf "    R\"sql(%s)sql\",\n", text; text = "" }
         END { if (text != "") { print "unfinished statement in " FILENAME > "/dev/stderr"; exit 1 } }' "$1"
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
    echo "constexpr std::string_view kStatements${number}[] = {"
    statements "$file"
    echo '};'
    table="$table    {$number, \"$name\", kStatements${number}},
"
done
echo 'constexpr std::string_view kGrants[] = {'
statements "$(dirname "$0")/grants.sql"
echo '};'
printf 'constexpr Migration kMigrations[] = {\n%s};\n' "$table"
echo '}  // namespace'
echo 'std::span<const Migration> migrations() { return kMigrations; }'
echo 'std::span<const std::string_view> grant_statements() { return kGrants; }'
echo '}  // namespace database'
