# Debian packages, installed only where something is missing.

is_debian() { [ -r /etc/os-release ] && grep -qE '^ID(_LIKE)?=.*debian' /etc/os-release && have apt-get; }

# without_services "UNIT…" packages …: installs what brings services that are not ours: they are neither started now nor at boot.
without_services() (
    units=$1 policy=/usr/sbin/policy-rc.d
    shift
    if [ ! -e "$policy" ] && [ "$(id -u)" = 0 ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    "$@"
    # shellcheck disable=SC2086
    ! have systemctl || systemctl --quiet disable $units >/dev/null 2>&1 || true
)

# packages WHY PACKAGE…: installs, or says exactly what to install.
packages() {
    local why=$1
    shift
    if ! is_debian; then
        die "$why: this system is not Debian. Install the equivalents of: $*"
    fi
    if [ "$(id -u)" != 0 ]; then
        die "$why: not root. Run: sudo apt-get install -y --no-install-recommends $*"
    fi
    if [ -z "${BENCH_APT_UPDATED:-}" ]; then
        step "Updating the list of Debian packages" apt-get update -q || die "apt-get update failed; is there a network?"
        BENCH_APT_UPDATED=1
    fi
    step "Installing $*" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" \
        || die "$why: apt-get could not install: $*"
}
