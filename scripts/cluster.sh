# A cluster on one machine: PostgreSQL, some silos as nodes of their own, and a front on one port before them.

CLUSTER=$DATA/cluster
FRONT_PORT=${URL##*:} FRONT_PORT=${FRONT_PORT%%/*}

cluster() {
    local command=${1:-}
    shift || true
    case $command in
        up) cluster_up "$@" ;;
        down) cluster_down "$@" ;;
        status) cluster_status ;;
        roll) cluster_roll ;;
        env) DATA=$CLUSTER/keys server_env ;;
        logs) cluster_logs "$@" ;;
        *) die "Usage: ./bench cluster up [--silos N] | down [--purge] | status | roll | env | logs NODE" ;;
    esac
}

# The ports follow from the front's: the API of node I is at +I, its port for the other silos at +100+I, for clients +200+I.
api_port() { echo $((FRONT_PORT + $1)); }
postgres_port() { echo $((FRONT_PORT + 300)); }

cluster_up() {
    local silos=3 i
    while [ $# -gt 0 ]; do
        case $1 in
            --silos) silos=${2:-} && shift 2 || die "--silos needs a number." ;;
            *) die "cluster up takes only --silos N." ;;
        esac
    done
    [[ $silos =~ ^[1-9][0-9]?$ ]] || die "--silos: '$silos' must be 1 to 99."
    ensure_engine
    ensure_image
    build_all
    offer_ssh
    ensure_tools
    ensure_postgres
    mkdir -p -m 700 "$CLUSTER" "$CLUSTER/keys"
    postgres_runs || step "Starting PostgreSQL" start_postgres || die "PostgreSQL did not start; see $(postgres_dir)/log"
    for ((i = 1; i <= silos; i++)); do
        node_pid "n$i" >/dev/null || step "Starting node n$i" start_node "$i" || die "The node n$i did not start. Its log: $CLUSTER/n$i/silo.log"
    done
    front_pid >/dev/null || step "Starting the front" start_front || die "The front did not start. Its log: $CLUSTER/front.log"
    say "API: ${BOLD}$URL${PLAIN}   key: $CLUSTER/keys/api-key   logs: $CLUSTER/n*/silo.log"
}

nodes() { local at; for at in "$CLUSTER"/n*/; do [ ! -d "$at" ] || basename "$at"; done; }

running() { local pid; pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && echo "$pid"; }
node_pid() { running "$CLUSTER/$1/silo.pid"; }
# Who starts a silo again that ended with an error.
keeper_pid() { running "$CLUSTER/$1/keeper.pid"; }
front_pid() { running "$CLUSTER/front.pid"; }

start_node() {
    local i=$1 at=$CLUSTER/n$1 slots deadline=$((SECONDS + 90))
    mkdir -p -m 700 "$at"
    slots=${BENCH_SLOTS:-4}
    keeper_pid "n$i" >/dev/null || {
        setsid nohup bash -c '
            echo $$ >"$1/keeper.pid"
            at=$1; shift
            # A silo that ends in good order is not started again; one that dies, or is declared dead, is.
            until "$@" >>"$at/silo.log" 2>&1; do sleep 1; done
            rm -f "$at/keeper.pid"' keeper "$at" \
            dotnet "$ARTIFACTS/silo/BenchCluster.Silo.dll" --Bench:Node="n$i" --Bench:Data="$at" --Bench:Keys="$CLUSTER/keys" \
            --Bench:Url="http://127.0.0.1:$(api_port "$i")" --Bench:SiloPort=$((FRONT_PORT + 100 + i)) --Bench:GatewayPort=$((FRONT_PORT + 200 + i)) \
            --Bench:Postgres="Host=$(postgres_dir);Port=$(postgres_port);Username=bench;Database=bench" --Bench:Slots="$slots" \
            --Bench:Agent="$ARTIFACTS/agent" --Bench:Tools="$ARTIFACTS/tools" >/dev/null 2>&1 </dev/null &
    }
    until [ "$(http_status "http://127.0.0.1:$(api_port "$i")/health")" = 200 ]; do
        [ $SECONDS -lt $deadline ] || { tail -n 20 "$at/silo.log"; return 1; }
        sleep 0.2
    done
}

start_front() {
    local silos='' node deadline=$((SECONDS + 60))
    for node in $(nodes); do silos+="${silos:+,}http://127.0.0.1:$(api_port "${node#n}")"; done
    setsid nohup dotnet "$ARTIFACTS/silo/BenchCluster.Silo.dll" front --Front:Url="$URL" --Front:Silos="$silos" >>"$CLUSTER/front.log" 2>&1 </dev/null &
    echo $! >"$CLUSTER/front.pid"
    until healthy; do
        [ $SECONDS -lt $deadline ] && front_pid >/dev/null || { tail -n 20 "$CLUSTER/front.log"; return 1; }
        sleep 0.2
    done
}

# Stops a silo in good order, and whoever would start it again.
stop_node() {
    local pid
    if pid=$(node_pid "$1"); then stop_server "$pid" || return 1; fi
    if pid=$(keeper_pid "$1"); then stop_server "$pid" || return 1; fi
    rm -f "$CLUSTER/$1/keeper.pid"
}

cluster_down() {
    local purge='' node pid
    case ${1:-} in '') ;; --purge) purge=1 ;; *) die "cluster down takes only --purge." ;; esac
    if pid=$(front_pid); then step "Stopping the front" stop_server "$pid" || true; fi
    for node in $(nodes); do
        { ! node_pid "$node" && ! keeper_pid "$node"; } >/dev/null || step "Stopping node $node" stop_node "$node" || die "The node $node does not stop."
    done
    ! postgres_runs || step "Stopping PostgreSQL" as_postgres pg_ctl stop -D "$(postgres_dir)/data" -m fast -w || die "PostgreSQL does not stop."
    if [ -n "$purge" ]; then
        purge_cluster
    fi
}

purge_cluster() {
    local cluster ids
    cluster=$(cat "$CLUSTER/keys/cluster-id" 2>/dev/null || true)
    if [ -n "$cluster" ] && engine_answers; then
        ids=$(docker ps -aq --filter "label=benchcluster.cluster=$cluster")
        # shellcheck disable=SC2086
        [ -z "$ids" ] || step "Removing containers" docker rm -f $ids
    fi
    rm -rf "$(postgres_dir)" "$CLUSTER"
}

cluster_status() {
    local node pid down=''
    pid=$(front_pid) && say "front       process $pid, $URL" || { say "front       down"; down=1; }
    postgres_runs && say "PostgreSQL  port $(postgres_port)" || { say "PostgreSQL  down"; down=1; }
    for node in $(nodes); do
        pid=$(node_pid "$node") && say "$node          process $pid, http://127.0.0.1:$(api_port "${node#n}")" || { say "$node          down"; down=1; }
    done
    [ -z "$down" ] || { say "Start what is down with ./bench cluster up"; return 1; }
    DATA=$CLUSTER/keys client node list
}

# One silo after the other: it says that it stops, takes no more devboxes, ends; its containers run on; it comes back.
cluster_roll() {
    local node
    build_all
    for node in $(nodes); do
        step "Stopping node $node" stop_node "$node" || die "The node $node does not stop."
        step "Starting node $node" start_node "${node#n}" || die "The node $node did not start. Its log: $CLUSTER/$node/silo.log"
    done
}

cluster_logs() {
    [ -e "$CLUSTER/${1:-}/silo.log" ] || die "Which node's log? There are: $(nodes | tr '\n' ' ')"
    cat "$CLUSTER/$1/silo.log"
}
