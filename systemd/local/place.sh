# shellcheck shell=bash
# Part of portal.sh: where a portal lives and whose its folders are. Sets R (the real folder), service_user and
# database_user ("" = the caller), as_owner (for install(1)).

# Root does not run a portal as root: its parts become these users, who own nothing else of it.
service_user='' database_user='' as_owner=()
if ((EUID == 0)); then
    service_user=www-data database_user=nobody
    getent passwd mysql >/dev/null && database_user=mysql
    as_owner=(-o "$service_user" -g "$(id -gn "$service_user")")
fi

as_user() { # USER COMMAND...
    local user=$1
    shift
    if [[ -z $user ]]; then "$@"; else setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --no-new-privs -- "$@"; fi
}

longest_socket=/run/house.sock.4194304 # with room for a name of its own while it is replaced
fits() { # FOLDER: reachable by those who must, and short enough for sockets below it
    local real
    real=$(realpath "$1")
    ((${#real} + ${#longest_socket} <= 107)) && as_user "$service_user" test -x "$real" && as_user "$database_user" test -x "$real"
}

# Finds or makes R. A checkout below a private home, or too deep, gets a folder elsewhere and a link to it.
place() {
    mkdir -p "$(dirname "$RUN")"
    [[ -L $RUN && ! -e $RUN ]] && rm "$RUN"
    if [[ ! -e $RUN ]]; then
        mkdir -m 0755 "$RUN" || fail 77 "$RUN cannot be made"
    fi
    if ! fits "$RUN"; then
        rmdir "$RUN" 2>/dev/null || fail 78 "$RUN cannot be reached by $service_user, or its path is too long for a socket; remove it and start again"
        ln -s "$(mktemp -d /var/tmp/gatehouse.XXXXXX)" "$RUN"
        chmod 0755 "$RUN/."
        say "$RUN is out of reach for the portal's own users or too deep for sockets; it is a link to $(realpath "$RUN") now"
    fi
    R=$(realpath "$RUN")
}

find_place() {
    [[ -d $RUN ]] || return 1
    R=$(realpath "$RUN")
}

own_folder() { install -d -m "$2" "${as_owner[@]}" "$1"; }

place_folders() {
    install -d -m 0755 "$R" "$R/log" "$R/pid" "$R/nginx"
    install -d -m 0711 "$R/credentials"
    own_folder "$R/run" 0755
    own_folder "$R/mail" 0755
    PROGRAM=$(within_reach "$PROGRAM" program) TEMPLATES=$(within_reach "$TEMPLATES" templates)
    ASSETS=$(within_reach "$ASSETS" assets)
}

# The path itself where the service user can read it, else a copy below R.
within_reach() {
    local path
    path=$(realpath "$1") || fail 78 "$1 is not there; make builds it"
    if ! as_user "$service_user" find "$path" -prune -readable 2>/dev/null | grep -q .; then
        rm -rf "${R:?}/$2"
        cp -r "$path" "$R/$2"
        chmod -R a+rX "$R/$2"
        path=$R/$2
    fi
    echo "$path"
}
