# The demo: the example benchmark with the reference solutions, and with nothing done at all.

demo() {
    [ $# = 0 ] || die "demo takes no arguments."
    server_up
    say ''
    client import harbor "$ROOT/examples/tasks" --name examples
    say ''
    client run examples --agent oracle --agent nop --expect oracle=1 --expect nop=0
    step "Waiting until no container is left" no_containers || die "Containers are left: docker ps -a --filter label=benchcluster.cluster=$(cat "$DATA/cluster-id")"
}

# Networks that were made ready for devboxes go some seconds after the last devbox.
no_containers() {
    local deadline=$((SECONDS + 60))
    while [ -n "$(docker ps -aq --filter "label=benchcluster.cluster=$(cat "$DATA/cluster-id")")" ]; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.2
    done
}
