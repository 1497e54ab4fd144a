#!/bin/sh
# dump.sh GATEHOUSE: prints the schema as the migrations make it on a private MariaDB; the same text each time.
# Run under tests/database/with_mariadb.sh. For reading and for review; nothing ever loads it.
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/gatehouse-dump.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cat >"$folder/gatehouse.toml" <<END
[portal]
environment = "testing"
END
export GATEHOUSE_DATABASE_SOCKET="$TEST_DATABASE_SOCKET" GATEHOUSE_DATABASE_OWNER_USER=root
"$1" --config "$folder/gatehouse.toml" migrate up >&2
cat <<END
-- The whole schema, made by \`make sql/schema.sql\` from the numbered migrations. Do not edit: write a migration.
END
mariadb-dump --no-defaults -uroot -S "$TEST_DATABASE_SOCKET" --no-data --compact --skip-comments --skip-dump-date \
    gatehouse | sed -e '/^\/\*[!M]/d' -e 's/ AUTO_INCREMENT=[0-9]*//' -e 's/^CREATE TABLE/\n&/'
