#!/bin/sh
# with_mariadb.sh COMMAND...: runs COMMAND with a private MariaDB, reachable only by the socket in
# TEST_DATABASE_SOCKET (user root, no password, schema "gatehouse"). The server and its files are gone afterwards,
# whatever happens; the exit code is COMMAND's.
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/gatehouse-db.XXXXXX")
server=''
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
user=$(id -un)
mariadb-install-db --no-defaults --user="$user" --datadir="$folder/data" --auth-root-authentication-method=normal \
    --skip-test-db >"$folder/install.log" 2>&1 || { cat "$folder/install.log" >&2; exit 1; }
mariadbd --no-defaults --user="$user" --datadir="$folder/data" --socket="$folder/db.sock" --skip-networking \
    --pid-file="$folder/db.pid" --innodb-buffer-pool-size=64M --innodb-log-file-size=32M \
    --innodb-flush-log-at-trx-commit=2 --plugin-maturity=stable --log-error="$folder/db.log" >/dev/null 2>&1 &
server=$!
tries=0
until mariadb --no-defaults -uroot -S "$folder/db.sock" -e 'CREATE DATABASE IF NOT EXISTS gatehouse' 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
        cat "$folder/db.log" >&2
        exit 1
    fi
    sleep 0.1
done
export TEST_DATABASE_SOCKET="$folder/db.sock"
code=0
"$@" || code=$?
exit "$code"
