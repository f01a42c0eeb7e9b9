# The base devbox image: Debian's, pulled where a registry answers, else made with debootstrap; ours on top.

BASE_IMAGE=benchcluster/base:bookworm
DEBIAN_IMAGE=benchcluster/debian:bookworm
BENCH_DEBIAN_MIRROR=${BENCH_DEBIAN_MIRROR:-http://deb.debian.org/debian}
BENCH_DEBIAN_SECURITY=${BENCH_DEBIAN_SECURITY:-http://deb.debian.org/debian-security}

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

ensure_image() {
    local recipe
    recipe=$(sha256sum "$ROOT/images/base/Dockerfile" | cut -c1-16)
    if [ "$(docker image inspect --format '{{index .Config.Labels "benchcluster.recipe"}}' "$BASE_IMAGE" 2>/dev/null || true)" = "$recipe" ]; then
        return
    fi
    has_image "$DEBIAN_IMAGE" || make_debian
    step "Building the base devbox image" docker build --quiet --build-arg "DEBIAN=$DEBIAN_IMAGE" \
        --label "benchcluster.recipe=$recipe" --label benchcluster.image=base -t "$BASE_IMAGE" "$ROOT/images/base" \
        || die "The base devbox image could not be built."
}

make_debian() {
    if timeout 8 docker manifest inspect debian:bookworm-slim >/dev/null 2>&1 \
        && step "Pulling debian:bookworm-slim" docker pull --quiet debian:bookworm-slim; then
        docker tag debian:bookworm-slim "$DEBIAN_IMAGE"
        return
    fi
    say "No registry answers: Debian's image is made with debootstrap."
    have debootstrap || packages "A Debian image has to be made" debootstrap
    [ "$(id -u)" = 0 ] || die "debootstrap needs root. Run as root once, or load an image as $DEBIAN_IMAGE (docker load, docker tag)."
    step "Making a Debian image" bootstrap_debian || die "debootstrap failed; is $BENCH_DEBIAN_MIRROR reachable?"
}

bootstrap_debian() (
    set -e
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    debootstrap --variant=minbase bookworm "$work/root" "$BENCH_DEBIAN_MIRROR"
    cat >"$work/root/etc/apt/sources.list" <<LIST
deb $BENCH_DEBIAN_MIRROR bookworm main
deb $BENCH_DEBIAN_MIRROR bookworm-updates main
deb $BENCH_DEBIAN_SECURITY bookworm-security main
LIST
    rm -rf "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/*
    tar -C "$work/root" -c . | docker import --change 'CMD ["bash"]' - "$DEBIAN_IMAGE"
)
