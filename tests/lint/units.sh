#!/bin/bash
# The units, rendered with the path of the program: systemd-analyze verify says nothing, and their exposure is at most
# 0.4 (house) and 1.2 (gate, courier). sysusers and tmpfiles files are understood; fail2ban and logrotate take theirs.
set -uo pipefail
bad=0
complain() { echo "$*"; bad=1; }
type -P systemd-analyze >/dev/null || { echo "systemd-analyze is missing: apt-get install systemd"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
program=$PWD/build/gatehouse
[[ -x $program ]] || { echo "build/gatehouse is not built"; exit 1; }
for unit in systemd/units/*; do sed "s#@PROGRAM@#$program#" "$unit" >"$folder/$(basename "$unit")"; done
for unit in "$folder"/*; do
    instance=${unit/@./@test.}
    ln -s "$(basename "$unit")" "$instance"
    said=$(SYSTEMD_UNIT_PATH="$folder:" systemd-analyze verify --man=no --recursive-errors=no "$instance" 2>&1) || complain "systemd-analyze verify refuses ${instance##*/}"
    [[ -z $said ]] || complain "$said"
done

most() { # UNIT LIMIT in tenths
    local figure
    figure=$(SYSTEMD_UNIT_PATH="$folder:" systemd-analyze security --offline=true "$folder/gatehouse-$1@test.service" 2>&1 |
        sed -n 's/.*exposure level for.*: \([0-9.]*\) .*/\1/p')
    [[ -n $figure ]] || { complain "systemd-analyze security gives no figure for $1"; return; }
    ((10#${figure/./} <= $2)) || complain "the exposure of $1 is $figure, more than ${2:0:-1}.${2: -1}"
    echo -n "$1 $figure "
}
most house 04
most gate 12
most courier 12

! grep -nE 'notify-reload|ImportCredential' systemd/units/* || complain "systemd 252 does not know these"
systemd-tmpfiles --create --dry-run systemd/gatehouse.tmpfiles >/dev/null 2>&1 ||
    systemd-tmpfiles --cat-config systemd/gatehouse.tmpfiles >/dev/null 2>&1 || complain "tmpfiles refuses its file"
mkdir "$folder/etc"
said=$(systemd-sysusers --root="$folder" "$PWD/systemd/gatehouse.sysusers" 2>&1 | grep -F gatehouse.sysusers: || true)
[[ -z $said ]] || complain "$said"

# Beside Debian's own file for nginx, which names everything in /var/log/nginx.
type -P logrotate >/dev/null || { echo "logrotate is missing: apt-get install logrotate"; exit 1; }
mkdir -p "$folder/log/nginx" "$folder/log/gatehouse" "$folder/rotate"
echo x | tee "$folder/log/nginx/access.log" "$folder/log/nginx/gatehouse-acme.log" >"$folder/log/gatehouse/acme.log"
sed "s#/var/log/#$folder/log/#" nginx/gatehouse.logrotate >"$folder/rotate/gatehouse"
printf '%s/log/nginx/*.log {\n    daily\n}\n' "$folder" >"$folder/rotate/nginx"
said=$(logrotate -d -s "$folder/state" "$folder/rotate" 2>&1)
! grep -i '^error' <<<"$said" || complain "logrotate refuses its file"
grep -qF "considering log $folder/log/gatehouse/acme.log" <<<"$said" || complain "logrotate does not see the portals' logs"
exit $bad
