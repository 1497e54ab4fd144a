#!/bin/bash
# Fills a running portal with repeatable data: seed.sh, with RUN, ACCOUNTS, TICKETS, MESSAGES in the environment.
# Guarantees: all or nothing (one transaction); a second run adds nothing. Leaves RUN/seed.txt (0600): a client's
# address and password, then an agent's address, password and TOTP secret, one a line; everybody else has the client's password. Only for a local
# portal: the data comes in beside the program, as the administrator of its private database.
set -euo pipefail
tree=$(cd "$(dirname "$0")/../.." && pwd)
RUN=${RUN:-$tree/build/run} PROGRAM=${PROGRAM:-$tree/build/gatehouse}
ACCOUNTS=${ACCOUNTS:-10000} TICKETS=${TICKETS:-500000} MESSAGES=${MESSAGES:-1500000}
client=client@seed.gatehouse.test agent=agent@seed.gatehouse.test
say() { echo "gatehouse: $*" >&2; }
fail() { local code=$1; shift; say "$*"; exit "$code"; }
# shellcheck source=systemd/local/place.sh
. "$tree/systemd/local/place.sh"

for number in ACCOUNTS TICKETS MESSAGES; do
    [[ ${!number} =~ ^[1-9][0-9]{0,8}$ ]] || fail 64 "$number is a number of at most nine digits, not \"${!number}\""
done
((ACCOUNTS >= 3 && MESSAGES >= TICKETS && MESSAGES / TICKETS < 1000)) ||
    fail 64 "at least 3 ACCOUNTS, and 1 to 999 MESSAGES for each of the TICKETS"
find_place || fail 69 "no portal in $RUN; make start makes one"
sql() { mariadb --no-defaults --socket="$R/db/mariadb.sock" --default-character-set=utf8mb4 --batch --skip-column-names gatehouse "$@"; }
sql -e 'SELECT 1' >/dev/null 2>&1 || fail 69 "the portal in $RUN does not run; make start starts it"
[[ -x $R/program ]] && PROGRAM=$R/program

seeded=$(sql -e "SELECT COUNT(*) FROM account WHERE email_canonical = 'person3@seed.gatehouse.test'")
if ((seeded)); then
    say "$RUN is seeded already ($(sql -e "SELECT open_amount + waiting_amount + closed_amount FROM ticket_tally WHERE requester_id = 0") tickets); nothing was added"
    exit 0
fi

make_account() { # EMAIL ROLE PASSWORD [--totp]; prints what `user create` says
    sql -e "DELETE FROM account WHERE email_canonical = '$1'" # of a run that did not get to its end
    as_user "$service_user" env -i PATH="$PATH" LANG=C.UTF-8 CREDENTIALS_DIRECTORY="$R/credentials/all" "$PROGRAM" \
        --config "$R/gatehouse.toml" user create "$1" --first-name Sam --last-name Seed --role "$2" "${@:4}" <<<"$3" ||
        fail $? "the account $1 could not be made"
}
client_password=$(openssl rand -base64 15) agent_password=$(openssl rand -base64 15)
started=$SECONDS
make_account "$client" client "$client_password" >/dev/null
said=$(make_account "$agent" agent "$agent_password" --totp)
(umask 077 && printf '%s\n' "$client" "$client_password" "$agent" "$agent_password" "${said##*totp }" >"$R/seed.txt.new")
{
    echo "SET @accounts = $ACCOUNTS, @tickets = $TICKETS, @messages = $MESSAGES,"
    echo "    @client_email = '$client', @agent_email = '$agent';"
    sed -E "s/\{([13])\.\.accounts\}/seq_\1_to_$ACCOUNTS/; s/\{1\.\.tickets\}/seq_1_to_$TICKETS/; s/\{1\.\.messages\}/seq_1_to_$MESSAGES/" \
        "$tree/tests/bench/seed.sql"
} | sql >"$R/log/seed.log" || {
    sql -e 'SET GLOBAL innodb_stats_auto_recalc = ON' || true
    fail 70 "the data could not be written; nothing of it is there. See above and $R/log/seed.log"
}
mv "$R/seed.txt.new" "$R/seed.txt"
say "$ACCOUNTS accounts, $TICKETS tickets, $MESSAGES messages in $((SECONDS - started)) s; who can sign in: $RUN/seed.txt"
