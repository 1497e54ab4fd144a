#!/bin/bash
# Installs the Debian packages of packages.txt that are missing: packages.sh PURPOSE...
# Says which and why before it does; as root, or through sudo. Starts no service (a policy-rc.d of its own while it
# installs, unless the machine has one) and takes no recommended packages.
# Exit codes: 0; 69 no package source to be reached; 74 no room on the disk; 77 neither root nor sudo.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

say() { echo "gatehouse: $*" >&2; }
fail() { local code=$1; shift; say "$*"; exit "$code"; }

declare -A why
missing=()
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
while read -r purpose package known; do
    [[ $purpose == \#* || -z $purpose ]] && continue
    [[ " $* " == *" $purpose "* ]] || continue
    [[ -n $known ]] && type -P "${known#=}" >/dev/null && continue
    grep -qxF "$package" <<<"$installed" && continue
    [[ -n ${why[$package]:-} ]] || missing+=("$package")
    why[$package]="${why[$package]:+${why[$package]}, }$purpose"
done <"$here/packages.txt"
((${#missing[@]})) || exit 0

say "these Debian packages are missing and will be installed:"
for package in "${missing[@]}"; do say "  $package (to ${why[$package]})"; done
root=()
if ((EUID != 0)); then
    type -P sudo >/dev/null || fail 77 "not root and no sudo here. As root, run: apt-get install ${missing[*]}"
    root=(sudo)
    say "asking sudo for the right to install them"
fi

log=$(mktemp)
policy=/usr/sbin/policy-rc.d
made_policy=
tidy() {
    rm -f "$log"
    [[ -z $made_policy ]] || "${root[@]}" rm -f "$policy"
}
trap tidy EXIT
trap 'exit 130' INT TERM
if [[ ! -e $policy ]]; then
    made_policy=1
    "${root[@]}" sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
fi

apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=2 -o Dpkg::Use-Pty=0 "$@"; }
explain() {
    if grep -qi 'no space left\|enough free space' "$log"; then fail 74 "the disk is full; packages could not be installed"; fi
    if grep -qi 'could not resolve\|failed to fetch\|could not connect\|unable to locate\|unreachable\|timed out' "$log"; then
        fail 69 "no package source can be reached ($(grep -im1 'could not\|failed to fetch\|unable to locate' "$log")). Check the network and /etc/apt/sources.list, then run the same command again"
    fi
    tail -n 15 "$log" >&2
    fail 69 "apt-get could not install the packages; its last lines stand above"
}
install() { apt install -y -q --no-install-recommends "${missing[@]}" >"$log" 2>&1; }

# Fresh lists first where there are none, or where the ones at hand no longer fit what the mirror has.
if ! compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null || ! install; then
    say "reading the package lists"
    apt update -q >"$log" 2>&1 || explain
    install || explain
fi
say "installed"
