# The server: a silo with its API, in the background.

server_pid() {
    local pid
    pid=$(cat "$DATA/silo.pid" 2>/dev/null) || return 1
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && echo "$pid"
}

healthy() { [ "$(http_status "$URL/health")" = 200 ]; }

# Bash's own sockets: a fresh machine may have no curl.
http_status() {
    local address=${1#http://} host port path status
    path=/${address#*/}
    address=${address%%/*}
    host=${address%%:*} port=${address##*:}
    { exec 9<>"/dev/tcp/$host/$port"; } 2>/dev/null || return 0
    printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$path" "$host" >&9
    IFS=' ' read -r -t 5 _ status _ <&9 || true
    exec 9>&-
    echo "${status:-}"
}

server_up() {
    [ $# = 0 ] || die "up takes no arguments."
    ensure_engine
    ensure_image
    build_all
    offer_ssh
    ensure_tools
    if server_pid >/dev/null && healthy; then
        say "The server runs already (process $(server_pid))."
    else
        step "Starting the server" start_server || die "The server did not start. Its log: $DATA/silo.log"
    fi
    say "API: ${BOLD}$URL${PLAIN}   key: $DATA/api-key   log: $DATA/silo.log"
}

start_server() {
    local deadline=$((SECONDS + 60)) pid
    # Ends with nobody's terminal, and keeps none open.
    setsid nohup dotnet "$ARTIFACTS/silo/BenchCluster.Silo.dll" \
        --Bench:Data="$DATA" --Bench:Url="$URL" --Bench:Agent="$ARTIFACTS/agent" --Bench:Tools="$ARTIFACTS/tools" \
        >>"$DATA/silo.log" 2>&1 </dev/null &
    pid=$!
    until healthy && server_pid >/dev/null; do
        if ! kill -0 "$pid" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
            tail -n 20 "$DATA/silo.log"
            return 1
        fi
        sleep 0.1
    done
}

server_down() {
    local purge='' pid
    case ${1:-} in
        '') ;;
        --purge) purge=1 ;;
        *) die "down takes only --purge." ;;
    esac
    if pid=$(server_pid); then
        step "Stopping the server" stop_server "$pid" || die "The server (process $pid) does not stop."
    else
        say "The server does not run."
    fi
    [ -z "$purge" ] || purge_all
}

stop_server() {
    local deadline=$((SECONDS + 60))
    kill -TERM "$1" 2>/dev/null || return 0
    while kill -0 "$1" 2>/dev/null; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.1
    done
}

purge_all() {
    local cluster ids
    cluster=$(cat "$DATA/cluster-id" 2>/dev/null || true)
    if [ -n "$cluster" ] && engine_answers; then
        ids=$(docker ps -aq --filter "label=benchcluster.cluster=$cluster")
        # shellcheck disable=SC2086
        [ -z "$ids" ] || step "Removing containers" docker rm -f $ids
        ids=$(docker images -q --filter "label=benchcluster.cluster=$cluster" | sort -u)
        # shellcheck disable=SC2086
        [ -z "$ids" ] || step "Removing images" docker rmi -f $ids
        remove_network
        for image in "$BASE_IMAGE" "$DEBIAN_IMAGE"; do
            ! has_image "$image" || step "Removing $image" docker rmi -f "$image" || say "$image is in use elsewhere and stays."
        done
    fi
    step "Removing $DATA" rm -rf "$DATA"
}

# The network of devboxes; it stays while another cluster on the engine uses it.
remove_network() {
    ! docker network inspect benchcluster >/dev/null 2>&1 || docker network rm benchcluster >/dev/null 2>&1 || true
}

server_status() {
    local pid
    if ! pid=$(server_pid); then
        say "The server does not run. Start it with ./bench up"
        return 1
    fi
    say "The server runs (process $pid) at $URL$(healthy || echo ', but does not answer')"
    client node list
}

server_logs() {
    [ -e "$DATA/silo.log" ] || die "There is no log yet."
    if [ "${1:-}" = -f ]; then tail -n 200 -f "$DATA/silo.log"; else cat "$DATA/silo.log"; fi
}

server_env() {
    [ -r "$DATA/api-key" ] || die "There is no key yet. Start the server with ./bench up"
    printf 'export RUNLOOP_BASE_URL=%q RUNLOOP_API_KEY=%q\n' "$URL" "$(cat "$DATA/api-key")"
}

# The command line, with this server's address and key unless others are set.
client() {
    [ -e "$ARTIFACTS/client/bench.dll" ] || { ensure_sdk; mkdir -p "$ARTIFACTS"; build_client; }
    if [ -z "${RUNLOOP_BASE_URL:-}" ]; then
        export RUNLOOP_BASE_URL=$URL
        [ -n "${RUNLOOP_API_KEY:-}" ] || [ ! -r "$DATA/api-key" ] || RUNLOOP_API_KEY=$(cat "$DATA/api-key")
        export RUNLOOP_API_KEY=${RUNLOOP_API_KEY:-}
    fi
    "$ARTIFACTS/client/bench" "$@"
}
