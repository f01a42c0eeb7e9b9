# All tests, counted from their results.

SUITES="Unit AgentTests Cluster Engine"

tests() {
    local suites=${*:-$SUITES} suite failed=''
    ensure_engine
    ensure_image
    build_all
    ensure_tools
    rm -rf "$ROOT/TestResults"
    step "Building the tests" dotnet build "$ROOT/BenchCluster.sln" -v quiet --nologo || die "The solution does not build."
    for suite in $suites; do
        [ -d "$ROOT/tests/$suite" ] || die "There is no suite '$suite'. There are: $SUITES"
        say "${BOLD}$suite${PLAIN}"
        BENCH_AGENT=$ARTIFACTS/agent/bench-agent BENCH_ARTIFACTS=$ARTIFACTS \
            dotnet test "$ROOT/tests/$suite" --no-build --nologo -v quiet \
            --logger "trx;LogFileName=$suite.trx" --results-directory "$ROOT/TestResults" >&2 || failed=1
    done
    summarize || failed=1
    [ -z "$failed" ]
}

# Adds up the counters of all result files. No result is a failure.
summarize() {
    local file passed=0 failed=0 skipped=0 line
    for file in "$ROOT"/TestResults/*.trx; do
        [ -e "$file" ] || { echo "0 passed, 1 failed, 0 skipped"; return 1; }
        line=$(grep -o '<Counters [^>]*>' "$file")
        passed=$((passed + $(counter passed "$line")))
        failed=$((failed + $(counter failed "$line") + $(counter error "$line") + $(counter timeout "$line") + $(counter aborted "$line")))
        skipped=$((skipped + $(counter notExecuted "$line")))
    done
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}

counter() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }
