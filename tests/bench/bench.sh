#!/bin/bash
# The figures: starts two portals of its own (one with the full data, one with 5,000 tickets), puts the floor behind the
# same nginx, measures (bench.mjs), stops all. Data stays in build/bench for the next time. Limits are raised: it is the
# machine that is measured, not its politeness. Environment: BENCH_ROUNDS, BENCH_SECONDS, BENCH_PORT, ACCOUNTS, TICKETS,
# MESSAGES, PROGRAM. Guarantees: ends what it started, also when it fails.
set -euo pipefail
tree=$(cd "$(dirname "$0")/../.." && pwd)
cd "$tree"
BUILD=${BUILD:-build} port=${BENCH_PORT:-24443}
portal=systemd/local/portal.sh
mkdir -p "$BUILD/bench/conf.d"
cat >"$BUILD/bench/conf.d/bench.toml" <<'TOML'
[portal]
environment = "testing"
[limits]
factor = 100000

[log]
level = "info"
TOML
export CONF_D=$BUILD/bench/conf.d
export NGINX_LIMITS='--rate 1000000 --burst 100000 --gate-rate 1000000 --gate-burst 100000 --connections 10000'

# shellcheck disable=SC2329
stop() {
    trap - EXIT
    local pid
    for pid in "${floors[@]}"; do kill "$pid" 2>/dev/null || true; done
    RUN=$BUILD/bench/full $portal stop || true
    RUN=$BUILD/bench/small $portal stop || true
}
floors=()
trap stop EXIT
trap 'exit 130' INT TERM

echo "gatehouse: starting two portals and filling them; the first time takes some minutes" >&2
RUN=$BUILD/bench/full PORT=$port HTTP_PORT=$((port + 1)) $portal start >/dev/null
RUN=$BUILD/bench/full tests/bench/seed.sh
RUN=$BUILD/bench/small PORT=$((port + 2)) HTTP_PORT=$((port + 3)) $portal start >/dev/null
RUN=$BUILD/bench/small ACCOUNTS=1000 TICKETS=5000 MESSAGES=15000 tests/bench/seed.sh

# The floor stands in nginx beside the portal, with the portal's own TLS and FastCGI settings.
R=$(realpath "$BUILD/bench/full")
{
    echo "server {"
    sed -n "/listen .*ssl/{s/:$port/:$((port + 4))/p;d}; /server_name localhost;/p; /access_log .*/p; /ssl_/p; /^}/q" "$R/nginx/gatehouse-local-server.conf"
    for what in list constant; do
        echo "location = /$what { include $R/nginx/gatehouse-local-fastcgi.conf; fastcgi_pass unix:$R/run/floor-$what.sock; }"
    done
    echo "}"
} >"$R/nginx/floor.conf"
grep -q floor.conf "$R/nginx/nginx.conf" || sed -i '$s/}/    include floor.conf;\n}/' "$R/nginx/nginx.conf"
cpus=$(nproc)
umask 0
setsid "$BUILD/tests/bench/floor" list "$R/run/floor-list.sock" $((2 * cpus)) "$R/db/mariadb.sock" gatehouse_house \
    "$(cat "$R/credentials/all/database.house_password")" "$tree/tests/bench/floor.html" 2>"$R/log/floor.log" &
floors+=($!)
setsid "$BUILD/tests/bench/floor" constant "$R/run/floor-constant.sock" $((4 * cpus)) &
floors+=($!)
umask 022
kill -HUP "$(cut -d' ' -f1 "$R/pid/nginx")"

FLOORS="${floors[*]}" FULL=$R SMALL=$(realpath "$BUILD/bench/small") PORT=$port JSON=$BUILD/bench.json node tests/bench/bench.mjs
