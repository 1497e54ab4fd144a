#!/bin/bash
# The fail2ban filter finds failed sign-ins in both forms of the log, and is not led to ban the address that a
# stranger typed somewhere.
set -uo pipefail
type -P fail2ban-regex >/dev/null || { echo "fail2ban-regex is missing: apt-get install fail2ban"; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
bad=0
now=$(date -u +%FT%T).123Z
matches() { # COUNT LINE
    printf '%s\n' "$2" >"$log"
    local found
    found=$(fail2ban-regex --usedns no "$log" nginx/gatehouse.fail2ban-filter 2>/dev/null | sed -n 's/.*, \([0-9]*\) matched,.*/\1/p')
    [[ $found == "$1" ]] || { echo "${found:-nothing} matched, $1 should: $2"; bad=1; }
}
matches 1 "<4>time=$now level=warning event=authn_login_fail role=gate request=ab12 reason=wrong_password client=192.0.2.7 account=5"
matches 1 "time=$now level=warning event=authn_login_fail role=gate reason=unknown client=2001:db8::7 account=0"
matches 1 "<4>{\"time\":\"$now\",\"level\":\"warning\",\"event\":\"authn_login_fail\",\"role\":\"gate\",\"request\":\"ab12\",\"reason\":\"unknown\",\"client\":\"192.0.2.7\",\"account\":0}"
matches 1 "<4>time=$now level=warning event=authn_factor_fail role=gate request=ab12 factor=totp client=192.0.2.7 account=5"
matches 1 "<4>{\"time\":\"$now\",\"level\":\"warning\",\"event\":\"authn_factor_fail\",\"role\":\"gate\",\"request\":\"ab12\",\"factor\":\"password\",\"client\":\"192.0.2.7\",\"account\":5}"
matches 0 "<6>time=$now level=info event=authn_login_success role=gate request=ab12 account=5"
matches 0 "<6>time=$now level=info event=request role=gate request=ab12 agent=\"event=authn_login_fail role=gate reason=x client=192.0.2.9 \""
exit $bad
