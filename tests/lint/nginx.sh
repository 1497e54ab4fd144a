#!/bin/bash
# The rendered nginx files: `nginx -t` is silent about them, at the root of a host and below a path.
set -uo pipefail
bad=0
program=$PWD/build/gatehouse
[[ -x $program ]] || { echo "build/gatehouse is not built"; exit 1; }
PATH=$PATH:/usr/sbin
type -P nginx >/dev/null || { echo "nginx is missing: apt-get install nginx"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/run/nginx" "$folder/log"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x -keyout "$folder/x.key" -out "$folder/x.pem" 2>/dev/null
for base in '' /portal; do
    cat >"$folder/gatehouse.toml" <<TOML
[portal]
environment = "development"
instance = "two-words"
base_url = "https://portal.example.org$base"
[server]
runtime_folder = "$folder/run"
state_folder = "$folder"
[nginx]
https_port = 18443
http_port = 18080
certificate = "$folder/x.pem"
certificate_key = "$folder/x.key"
trusted_proxies = ["192.0.2.10"]
TOML
    "$program" --config "$folder/gatehouse.toml" nginx print --into "$folder" --includes "$folder" --listen 127.0.0.1 \
        --access-log "$folder/log/access.log" || bad=1
    said=$(nginx -t -q -e stderr -p "$folder" -c "$folder/nginx.conf" 2>&1)
    [[ -z $said ]] || { echo "below \"$base/\": $said"; bad=1; }
done
exit $bad
