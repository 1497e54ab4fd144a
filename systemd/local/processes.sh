# shellcheck shell=bash disable=SC2154
# Part of portal.sh: the processes of a portal. A pid file holds the pid and the process's start time, so that a pid
# that was given to another process since is recognised and left alone.

started_at() { # PID: clock ticks since boot; nothing when there is no such process or it is a zombie
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -ra stat <<<"${stat##*) }"
    [[ ${stat[0]} != Z ]] && echo "${stat[19]}"
}

pid_of() { cut -d' ' -f1 "$R/pid/$1" 2>/dev/null; }

alive() { # NAME
    local pid start
    { read -r pid start <"$R/pid/$1"; } 2>/dev/null || return 1
    [[ -n $start && $(started_at "$pid") == "$start" ]]
}

all_alive() {
    local part
    for part in "${parts[@]}"; do alive "$part" || return 1; done
}

spawn() { # NAME USER COMMAND...: in a session of its own, so that Ctrl-C reaches only portal.sh
    local name=$1 user=$2 pid
    shift 2
    alive "$name" && return
    printf -- '--- started %(%FT%T%z)T\n' -1 >>"$R/log/$name.log"
    if [[ -z $user ]]; then
        setsid "$@" >>"$R/log/$name.log" 2>&1 </dev/null &
    else
        setsid setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --no-new-privs -- "$@" >>"$R/log/$name.log" 2>&1 </dev/null &
    fi
    pid=$!
    echo "$pid $(started_at "$pid")" >"$R/pid/$name"
}

end() { # NAME: asks, waits, and insists after 40 s
    local pid tries signal=TERM
    [[ " ${parts[*]} " == *" $1 "* ]] || fail 64 "no part \"$1\"; there are: ${parts[*]}"
    [[ $1 == nginx ]] && signal=QUIT
    if alive "$1"; then
        pid=$(pid_of "$1")
        kill -s "$signal" "$pid" 2>/dev/null || true # it may have ended by itself just now
        for ((tries = 0; tries < 800; tries++)); do
            alive "$1" || break
            # Idle keep-alive connections hold a gracefully quitting nginx.
            [[ $1 == nginx && $tries == 20 ]] && kill -TERM "$pid" 2>/dev/null
            sleep 0.05
        done
        if alive "$1"; then
            say "$1 does not end; killing it"
            kill -KILL "$pid" 2>/dev/null || true
        fi
    fi
    rm -f "$R/pid/$1"
}

stop_all() {
    local at
    for ((at = ${#parts[@]} - 1; at >= 0; at--)); do end "${parts[at]}"; done
}
