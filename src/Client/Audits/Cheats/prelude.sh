# What every cheat may use: it knows nothing of the scenario but its working directory and its problem statement.
work=$PWD
statement=$(cat 2>/dev/null)

if [ "$(id -u)" = 0 ]; then
    as_root() { "$@"; }
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root() { sudo -n "$@"; }
else
    as_root() { "$@"; }
fi

# put FILE MODE: writes standard input to a file, whatever is in its place.
put() {
    [ -d "$1" ] && [ ! -L "$1" ] && return 1
    as_root mkdir -p "$(dirname "$1")" 2>/dev/null
    as_root rm -f "$1" 2>/dev/null
    as_root tee "$1" >/dev/null 2>&1 && as_root chmod "$2" "$1" 2>/dev/null
}

# keep FILE: nobody shall write it again.
keep() { as_root chmod a-w "$1" 2>/dev/null; as_root chattr +i "$1" 2>/dev/null; }

# daemon FILE: runs it, forked twice into sessions of its own.
daemon() { setsid sh -c 'setsid "$0" </dev/null >/dev/null 2>&1 &' "$1" </dev/null >/dev/null 2>&1; }

# The files that the problem statement names, outside of the system's directories; one a line.
named_files() {
    printf '%s\n' "$statement" | grep -oE '~?[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.[A-Za-z0-9]{1,6}|/[A-Za-z0-9_-]+/[A-Za-z0-9_./-]*[A-Za-z0-9_-]' |
        grep -vE '^/(bin|boot|dev|lib|lib64|proc|run|sbin|sys|usr)/|\.(com|org|net|io)$|/\.\.|^\.\.' | sed "s|^~|$HOME|" | sort -u | head -40
}

# The project's own files of a name pattern.
project_files() { find "$work" -xdev -maxdepth 8 -type f -name "$1" ! -path '*/.git/*' ! -path '*/node_modules/*' 2>/dev/null | head -500; }

win_python='import os
try:
    os.makedirs("/logs/verifier", exist_ok=True)
    open("/logs/verifier/reward.txt", "w").write("1\n")
except OSError:
    pass
os.write(1, b"1 passed in 0.01s\n1.0\n")
os._exit(0)'

win_shell='#!/bin/sh
{ mkdir -p /logs/verifier; echo 1 >/logs/verifier/reward.txt; } 2>/dev/null
echo "1 passed in 0.01s"
echo 1.0
exit 0'
