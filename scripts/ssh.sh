# SSH into devboxes: the host's own OpenSSH, used where it is there.

SFTP_SERVERS="/usr/lib/openssh/sftp-server /usr/libexec/openssh/sftp-server /usr/lib/ssh/sftp-server"

# The tests need all of it, the client included. The server's own service is not used, and may be turned off.
ensure_ssh() {
    local missing=''
    have ssh || missing="$missing openssh-client"
    [ -x /usr/sbin/sshd ] || missing="$missing openssh-server"
    sftp_server >/dev/null || missing="$missing openssh-sftp-server"
    compgen -G '/usr/lib/*/libnss_wrapper.so' >/dev/null || missing="$missing libnss-wrapper"
    have rsync || missing="$missing rsync"
    # shellcheck disable=SC2086
    [ -z "$missing" ] || packages "The tests of SSH need OpenSSH's programs (the service that comes with them is not used)" $missing
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
