# shellcheck shell=bash disable=SC2154
# Part of portal.sh: a private MariaDB below R/db. Listens on its socket only, keeps every commit (flush at each), and
# knows the schema's owner from an init file that only the server's user can read.

install_database() {
    [[ -d $R/db/data/mysql ]] && return
    say "making a database in $R/db"
    rm -rf "$R/db/data"
    # --force: a host that cannot look up its own name is no obstacle to a server that has no network.
    local owner=()
    [[ -z $database_user ]] || owner=(--user="$database_user")
    mariadb-install-db --no-defaults --datadir="$R/db/data.new" --auth-root-authentication-method=socket \
        --auth-root-socket-user="$(id -un)" --skip-test-db --skip-name-resolve --force "${owner[@]}" >"$R/log/database-install.log" 2>&1 || {
        grep -qi 'no space left' "$R/log/database-install.log" && fail 74 "the disk is full: no room for a database in $R"
        tail -n 8 "$R/log/database-install.log" >&2
        fail 70 "mariadb-install-db failed; see $R/log/database-install.log"
    }
    mv "$R/db/data.new" "$R/db/data"
}

start_database() {
    local owner=() tries
    [[ -z $database_user ]] || owner=(-o "$database_user" -g "$(id -gn "$database_user")")
    install -d -m 0755 "${owner[@]}" "$R/db"
    install -d -m 0700 "${owner[@]}" "$R/db/tmp"
    rm -rf "$R/db/data.new"
    install_database
    local password
    password=$(cat "$R/credentials/all/database.owner_password")
    install -m 0600 "${owner[@]}" /dev/stdin "$R/db/init.sql" <<SQL
CREATE USER IF NOT EXISTS gatehouse_owner@localhost IDENTIFIED BY '$password';
ALTER USER gatehouse_owner@localhost IDENTIFIED BY '$password';
GRANT ALL ON gatehouse.* TO gatehouse_owner@localhost WITH GRANT OPTION;
GRANT CREATE USER, RELOAD ON *.* TO gatehouse_owner@localhost;
SQL
    rm -f "$R/db/ready"
    spawn database "$database_user" mariadbd --no-defaults --datadir="$R/db/data" --socket="$R/db/mariadb.sock" \
        --pid-file="$R/db/mariadb.pid" --tmpdir="$R/db/tmp" --skip-networking --skip-name-resolve --skip-log-bin \
        --character-set-server=utf8mb4 --innodb-buffer-pool-size="$DATABASE_BUFFER" \
        --innodb-flush-log-at-trx-commit=1 --performance-schema=OFF --max-connections=200 --init-file="$R/db/init.sql"
    # The socket answers only once the init file has run.
    for ((tries = 0; tries < 1200; tries++)); do
        mariadb --no-defaults --socket="$R/db/mariadb.sock" -e 'SELECT 1' >/dev/null 2>&1 && return
        alive database || break
        sleep 0.05
    done
    tail -n 8 "$R/log/database.log" >&2
    grep -qi 'no space left' "$R/log/database.log" && fail 74 "the disk is full: MariaDB could not start"
    fail 70 "MariaDB does not answer; the last lines of $R/log/database.log stand above"
}
