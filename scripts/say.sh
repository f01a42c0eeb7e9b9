# What the scripts tell the person in front of them.

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
    BOLD=$(printf '\033[1m') GREEN=$(printf '\033[32m') RED=$(printf '\033[31m') PLAIN=$(printf '\033[0m')
else
    BOLD='' GREEN='' RED='' PLAIN=''
fi

# Progress goes to standard error, so that standard output is the result's.
say() { printf '%s\n' "$*" >&2; }
die() { printf '%serror:%s %s\n' "$RED" "$PLAIN" "$*" >&2; exit 1; }

# step TEXT COMMAND…: runs the command quietly, says how long it took, shows its output only where it fails.
step() {
    local text=$1 log started=$SECONDS
    shift
    log=$(mktemp)
    printf '%s…' "$text" >&2
    if "$@" >"$log" 2>&1; then
        printf ' %sdone%s (%s s)\n' "$GREEN" "$PLAIN" $((SECONDS - started)) >&2
        rm -f "$log"
    else
        printf ' %sfailed%s\n' "$RED" "$PLAIN" >&2
        tail -n 40 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

have() { command -v "$1" >/dev/null 2>&1; }
