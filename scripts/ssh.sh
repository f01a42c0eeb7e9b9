# SSH into devboxes: the host's own OpenSSH, used where it is there.

SFTP_SERVERS="/usr/lib/openssh/sftp-server /usr/libexec/openssh/sftp-server /usr/lib/ssh/sftp-server"

# What the server lacks for SSH into devboxes, as Debian's packages.
missing_for_ssh() {
    [ -x /usr/sbin/sshd ] || echo openssh-server
    sftp_server >/dev/null || echo openssh-sftp-server
    compgen -G '/usr/lib/*/libnss_wrapper.so' >/dev/null || echo libnss-wrapper
    have rsync || echo rsync
}

# The tests need all of it, the client included.
ensure_ssh() {
    local missing
    missing=$(missing_for_ssh; have ssh || echo openssh-client)
    # shellcheck disable=SC2086
    [ -z "$missing" ] || for_ssh "The tests of SSH need OpenSSH's programs" $missing
}

# The server can do without: then it says of SSH alone that it is not served.
offer_ssh() {
    local missing
    missing=$(missing_for_ssh)
    [ -n "$missing" ] || return 0
    if is_debian && [ "$(id -u)" = 0 ]; then
        # shellcheck disable=SC2086
        (for_ssh "SSH into devboxes" $missing) && return
    fi
    say "SSH into devboxes is not served: install $(echo $missing), or their equivalents."
}

# A service that was there before is left as it is.
for_ssh() {
    if [ -x /usr/sbin/sshd ]; then packages "$@"; else without_services "ssh.service ssh.socket" packages "$@"; fi
}

sftp_server() {
    local path
    for path in $SFTP_SERVERS; do
        [ ! -x "$path" ] || { echo "$path"; return; }
    done
    return 1
}

# Copies the host's servers of sftp and rsync, with their loader and libraries, to where devboxes find them.
ensure_transfer() {
    local target=$ARTIFACTS/tools/transfer programs hash
    programs=$(sftp_server) || return 0
    ! have rsync || programs="$programs $(command -v rsync)"
    # shellcheck disable=SC2086
    hash=$(cat $programs scripts/ssh.sh 2>/dev/null | sha256sum | cut -c1-32)
    [ "$(cat "$target/.sources" 2>/dev/null || true)" = "$hash" ] && return
    rm -rf "$target.new"
    mkdir -p "$target.new"
    # shellcheck disable=SC2086
    copy_programs "$target.new" $programs || { say "The programs for file transfers could not be copied; scp and rsync will not work."; return 0; }
    echo "$hash" >"$target.new/.sources"
    rm -rf "$target"
    mv "$target.new" "$target"
}

copy_programs() {
    local target=$1 program library
    shift
    for program in "$@"; do
        cp -L "$program" "$target/"
        for library in $(ldd "$program" | grep -o '/[^ ]*'); do
            case $library in
                */ld-*) cp -L "$library" "$target/loader" ;;
                *) cp -L "$library" "$target/" ;;
            esac
        done
    done
    [ -x "$target/loader" ]
}
