# The demo: the example benchmark with the reference solutions, and with nothing done at all.

demo() {
    [ $# = 0 ] || die "demo takes no arguments."
    server_up
    say ''
    client import harbor "$ROOT/examples/tasks" --name examples
    say ''
    client run examples --agent oracle --agent nop --expect oracle=1 --expect nop=0
}
