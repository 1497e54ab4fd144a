#!/bin/bash
# A Debian 12 host with systemd of its own, in a folder: units_tree.sh make|boot TREE. For tests/drills/units.test.mjs.
#   make   debootstrap, nginx, MariaDB and what the program links to, from Debian's registry; then `make install` into it
#   boot   boots it, with a loopback of its own and nothing else of a network; its console is stdout; TERM powers it off
# Guarantees: writes only below TREE and build/; starts no service while it installs. A TREE that is there is kept and
# only gets the program anew. Exit code 77 with a sentence where it cannot run.
set -euo pipefail
checkout=$(cd "$(dirname "$0")/../.." && pwd)
what=${1:-} tree=${2:-}
cannot() { echo "$*" >&2; exit 77; }
[[ -n $tree ]] || { echo "usage: units_tree.sh make|boot TREE" >&2; exit 64; }
[[ $(realpath -m "$tree") != / ]] || cannot "TREE is this very host; name a folder that may become another"
((EUID == 0)) || cannot "needs root: it makes a Debian tree and boots it"
type -P debootstrap >/dev/null || cannot "needs debootstrap: apt-get install debootstrap"
type -P systemd-nspawn >/dev/null || cannot "needs systemd-nspawn: apt-get install systemd-container"

inside() { chroot "$tree" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

# What the program links to, by the names Debian gives it here.
libraries() {
    ldd "$checkout/build/gatehouse" | awk '$3 ~ /^\// { print $3 }' | xargs -n1 readlink -f | xargs dpkg -S 2>/dev/null |
        cut -d: -f1 | sort -u
}

make_tree() {
    if [[ ! -d $tree/usr ]]; then
        mkdir -p "$(dirname "$tree")"
        debootstrap --variant=minbase bookworm "$tree" >/dev/null || cannot "debootstrap cannot reach Debian's registry"
    fi
    if [[ ! -e $tree/usr/sbin/nginx ]]; then
        cp -L /etc/resolv.conf "$tree/etc/resolv.conf"
        printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
        chmod +x "$tree/usr/sbin/policy-rc.d"
        inside apt-get update -qq
        # shellcheck disable=SC2046 # one word a package
        inside apt-get install -y -qq --no-install-recommends systemd systemd-sysv dbus nginx mariadb-server redis-server \
            openssl curl ca-certificates logrotate oathtool procps $(libraries) >/dev/null
        rm "$tree/usr/sbin/policy-rc.d"
    fi
    make -C "$checkout" --no-print-directory -s install DESTDIR="$tree" >/dev/null
}

case $what in
make) make_tree ;;
boot) exec systemd-nspawn --register=no --keep-unit --quiet --private-network -b -D "$tree" ;;
*) echo "usage: units_tree.sh make|boot TREE" >&2; exit 64 ;;
esac
