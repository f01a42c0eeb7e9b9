# The Docker engine: used where one answers, else installed and started.

engine_answers() { have docker && docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

ensure_engine() {
    engine_answers && return
    if [ -n "${DOCKER_HOST:-}" ]; then
        die "The Docker engine at DOCKER_HOST=$DOCKER_HOST does not answer."
    fi
    if ! have dockerd; then
        packages "A Docker engine is needed" docker.io iptables
    fi
    if [ "$(id -u)" != 0 ]; then
        die "The Docker engine does not answer, or $(id -un) may not use it. Start it (sudo systemctl start docker) and join its group (sudo usermod -aG docker $(id -un))."
    fi
    engine_answers || step "Starting the Docker engine" start_engine || die "The Docker engine did not start; see $DATA/dockerd.log"
}

start_engine() {
    if [ -d /run/systemd/system ]; then
        systemctl start docker
    else
        # No service manager: it stays until the machine, or somebody, ends it.
        setsid nohup dockerd >"$DATA/dockerd.log" 2>&1 </dev/null &
    fi
    local deadline=$((SECONDS + 60))
    until engine_answers; do
        [ $SECONDS -lt $deadline ] || { tail -n 20 "$DATA/dockerd.log" 2>/dev/null; return 1; }
        sleep 0.3
    done
}
