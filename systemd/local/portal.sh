#!/bin/bash
# A whole portal of its own, from a checkout: portal.sh run | start | stop | status | up NAME | down NAME
#   run     starts it and stays; Ctrl-C stops everything in order      start   the same in the background
#   up, down  one part of a running portal: database gate house courier nginx
# Environment: RUN (its folder, build/run), PORT, HTTP_PORT, BASE_PATH, CONF_D (a folder of *.toml that is read on top),
#   PROGRAM, TEMPLATES, ASSETS, NGINX_LIMITS (flags for `gatehouse nginx print`), DATABASE_BUFFER (256M).
# Guarantees: touches nothing outside RUN; runs nothing as root but nginx's master; ends only processes that it noted
# with their start time. Exit codes as sysexits(3).
set -euo pipefail
tree=$(cd "$(dirname "$0")/../.." && pwd)
here=$tree/systemd/local
RUN=${RUN:-$tree/build/run} PORT=${PORT:-8443} HTTP_PORT=${HTTP_PORT:-8080} BASE_PATH=${BASE_PATH:-}
PROGRAM=${PROGRAM:-$tree/build/gatehouse} TEMPLATES=${TEMPLATES:-$tree/templates} ASSETS=${ASSETS:-$tree/build/assets}
CONF_D=${CONF_D:-} DATABASE_BUFFER=${DATABASE_BUFFER:-256M}
read -ra nginx_limits <<<"${NGINX_LIMITS:-}"
parts=(database gate house courier nginx)
PATH=$PATH:/usr/sbin:/sbin

say() { echo "gatehouse: $*" >&2; }
fail() { local code=$1; shift; say "$*"; exit "$code"; }

# shellcheck source=systemd/local/place.sh
. "$here/place.sh"
# shellcheck source=systemd/local/processes.sh
. "$here/processes.sh"
# shellcheck source=systemd/local/database.sh
. "$here/database.sh"
# shellcheck source=systemd/local/certificates.sh
. "$here/certificates.sh"

# What another program may not hold already, and what a portal needs at least.
check_machine() {
    local port free needed
    for port in "$PORT" "$HTTP_PORT"; do
        [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -lt 65536 ]] ||
            fail 64 "PORT and HTTP_PORT are numbers from 1 to 65535, not \"$port\""
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            fail 69 "port $port is in use by another program; choose others: make run PORT=9443 HTTP_PORT=9080"
        fi
    done
    needed=400 # MiB, nearly all for a database that has to be made
    [[ ! -d $R/db/data/mysql ]] || needed=50
    free=$(df -Pk "$R" | awk 'NR == 2 { print int($4 / 1024) }')
    ((free > needed)) || fail 74 "the disk that holds $R is full: $free MiB are free, a portal needs $needed"
}

write_configuration() {
    cat >"$R/gatehouse.toml" <<TOML
# The embedded default of a local run; written anew at each start. Own keys: a folder of *.toml in CONF_D.
[portal]
environment = "development"
instance = "local"
base_url = "https://localhost:$PORT$BASE_PATH"

[server]
runtime_folder = "$R/run"
state_folder = "$R"
templates_folder = "$TEMPLATES"
assets_folder = "$ASSETS"

[database]
socket = "$R/db/mariadb.sock"

[log]
level = "debug"

[mail]
transports = ["folder"]
from_address = "portal@gatehouse.test"

[nginx]
http_port = $HTTP_PORT
https_port = $PORT
certificate = "$R/server.pem"
certificate_key = "$R/server.key"
TOML
    rm -rf "$R/conf.d" && mkdir "$R/conf.d"
    if [[ -n $CONF_D ]]; then
        compgen -G "$CONF_D/*.toml" >/dev/null || fail 78 "CONF_D=$CONF_D holds no *.toml"
        cp "$CONF_D"/*.toml "$R/conf.d/"
    fi
    chmod -R a+rX "$R/gatehouse.toml" "$R/conf.d"
}

# Each part gets only the secrets its role needs, as LoadCredential= does it in production.
hand_out_credentials() {
    own_folder "$R/credentials/all" 0700
    gatehouse setup --credentials "$R/credentials/all" >>"$R/log/setup.log"
    [[ -z $service_user ]] || chown -R "$service_user:" "$R/credentials/all"
    local role name
    for role in gate house courier; do
        own_folder "$R/credentials/$role" 0700
        for name in $(credentials_of "$role"); do
            [[ -f $R/credentials/all/$name ]] || continue
            install -m 0400 "${as_owner[@]}" "$R/credentials/all/$name" "$R/credentials/$role/$name"
        done
    done
}
# The units say who gets what.
credentials_of() { sed -n 's/^LoadCredential=\([^:]*\):.*/\1/p' "$tree/systemd/units/gatehouse-$1@.service"; }

# The program as the sysadmin runs it, with every secret. What touches the database or shared slots runs as the
# service user, so that the slots' files are the workers' own.
gatehouse() { env -i PATH="$PATH" LANG=C.UTF-8 CREDENTIALS_DIRECTORY="$R/credentials/all" "$PROGRAM" --config "$R/gatehouse.toml" "$@"; }
administer() {
    as_user "$service_user" env -i PATH="$PATH" LANG=C.UTF-8 CREDENTIALS_DIRECTORY="$R/credentials/all" \
        "$PROGRAM" --config "$R/gatehouse.toml" "$@"
}

write_nginx() {
    local addresses=127.0.0.1 user=()
    [[ -s /proc/net/if_inet6 ]] && addresses+=",[::1]"
    [[ -z $service_user ]] || user=(--user "$service_user")
    gatehouse nginx print --into "$R/nginx" --includes "$R/nginx" --listen "$addresses" \
        --access-log "$R/log/access.log" "${user[@]}" "${nginx_limits[@]}"
    gatehouse nginx error-pages
    mkdir -p "$R/run/nginx"
    nginx -t -q -e "$R/log/nginx.log" -p "$R/nginx" -c "$R/nginx/nginx.conf" || fail 78 "nginx refuses its configuration in $R/nginx"
}

first_administrator() {
    [[ -s $R/admin.txt ]] && return
    local password said
    password=$(openssl rand -base64 15)
    said=$(administer user create admin@gatehouse.test --first-name Ada --last-name Admin --role administrator --totp \
        2>>"$R/log/setup.log" <<<"$password") || fail $? "the first administrator could not be made"
    (umask 077 && printf '%s\n%s\n%s\n' admin@gatehouse.test "$password" "${said##*totp }" >"$R/admin.txt.new")
    mv "$R/admin.txt.new" "$R/admin.txt"
}

up() {
    case $1 in
    database) start_database ;;
    gate | house) spawn "$1" "$service_user" env -i PATH="$PATH" LANG=C.UTF-8 "CREDENTIALS_DIRECTORY=$R/credentials/$1" \
        "$PROGRAM" --config "$R/gatehouse.toml" serve "$1" ;;
    courier) spawn courier "$service_user" env -i PATH="$PATH" LANG=C.UTF-8 "CREDENTIALS_DIRECTORY=$R/credentials/courier" \
        "$PROGRAM" --config "$R/gatehouse.toml" courier ;;
    nginx) spawn nginx "" nginx -e "$R/log/nginx.log" -p "$R/nginx" -c "$R/nginx/nginx.conf" ;;
    *) fail 64 "no part \"$1\"; there are: ${parts[*]}" ;;
    esac
}

wait_until_ready() {
    local url=$1 tries part
    for ((tries = 0; tries < 600; tries++)); do
        # The house says whether all is well; the gate, which starts more politely, must answer too.
        if curl -sf -o "$R/log/readyz.txt" --noproxy '*' --max-time 5 --cacert "$R/ca.pem" "$url/readyz" &&
            curl -sf -o /dev/null --noproxy '*' --max-time 5 --cacert "$R/ca.pem" "$url/login"; then return; fi
        for part in "${parts[@]}"; do
            alive "$part" && continue
            tail -n 8 "$R/log/$part.log" >&2 || true
            fail 70 "$part ended while starting; the last lines of $R/log/$part.log stand above"
        done
        sleep 0.1
    done
    fail 69 "$url/readyz does not answer that all is well: $(curl -s --noproxy '*' --max-time 5 --cacert "$R/ca.pem" "$url/readyz" | head -c 500)"
}

tell() {
    local url=$1
    {
        echo
        echo "  Gatehouse is up:  $url"
        echo "  administrator:    $(sed -n 1p "$R/admin.txt" 2>/dev/null)"
        echo "  password:         $(sed -n 2p "$R/admin.txt" 2>/dev/null)   (also in $RUN/admin.txt)"
        echo "  second factor:    oathtool --totp -b $(sed -n 3p "$R/admin.txt" 2>/dev/null)   (once each 30 s)"
        echo "  mail lands in:    $RUN/mail/*.eml"
        echo "  certificate:      curl --cacert $RUN/ca.pem $url/"
        echo "  logs:             $RUN/log/*.log"
        echo
    }
}

start() {
    place
    if all_alive; then
        say "already running in $RUN; make stop ends it"
        tell "$(cat "$R/url")"
        exit 0
    fi
    stop_all
    check_machine
    place_folders
    trap 'stop_all' EXIT
    write_configuration
    make_certificates
    hand_out_credentials
    local url
    url=$(gatehouse config dump | sed -n 's/^portal\.base_url = \(.*\)  #.*/\1/p')
    write_nginx
    up database
    administer migrate up >>"$R/log/setup.log" || fail $? "the database could not be migrated; see $R/log/database.log"
    first_administrator
    up gate
    up house
    up courier
    up nginx
    wait_until_ready "$url"
    echo "$url" >"$R/url"
    trap - EXIT
    tell "$url"
}

case ${1:-} in
start) start ;;
run)
    start
    trap 'trap "" INT TERM HUP; say "stopping"; stop_all; exit 0' INT TERM HUP
    echo "  Ctrl-C stops it."
    wait -n || true
    for part in "${parts[@]}"; do
        alive "$part" || { tail -n 8 "$R/log/$part.log" >&2; say "$part ended; stopping the rest"; }
    done
    stop_all
    exit 70
    ;;
stop) if find_place; then stop_all; else say "nothing runs in $RUN"; fi ;;
status)
    find_place || fail 69 "nothing runs in $RUN"
    for part in "${parts[@]}"; do
        if alive "$part"; then echo "$part runs (pid $(pid_of "$part"))"; else echo "$part is down"; fi
    done
    ;;
up) find_place || fail 69 "no portal in $RUN"; up "${2:-}" ;;
down) find_place || fail 69 "no portal in $RUN"; end "${2:-}" ;;
*) fail 64 "usage: portal.sh run | start | stop | status | up NAME | down NAME" ;;
esac
