# All tests, counted from their results.

SUITES="Unit AgentTests Cluster Engine Api Chaos sdk"

# Only when it is named: what it tests is what others have published since.
MORE_SUITES="Recipes"

tests() {
    local suites=${*:-$SUITES} suite failed=''
    ensure_engine
    ensure_image
    build_all
    case " $suites " in *' sdk '*) ensure_ssh ;; esac
    case " $suites " in *' Api '*) ensure_api_tools ;; esac
    case " $suites " in *' Chaos '*) ensure_networks ;; esac
    ensure_tools
    ensure_postgres
    rm -rf "$ROOT/TestResults"
    mkdir -p "$ROOT/TestResults"
    export BENCH_ARTIFACTS=$ARTIFACTS BENCH_AGENT=$ARTIFACTS/agent/bench-agent
    for suite in $suites; do
        [ -d "$ROOT/tests/$suite" ] || die "There is no suite '$suite'. There are: $SUITES $MORE_SUITES"
    done
    step "Building the tests" dotnet build "$ROOT/BenchCluster.sln" -v quiet --nologo || die "The solution does not build."
    for suite in $suites; do
        say "${BOLD}$suite${PLAIN}"
        case $suite in
            sdk) test_sdk || failed=1 ;;
            *) test_dotnet "$suite" || failed=1 ;;
        esac
    done
    remove_network
    summarize "$(wc -w <<<"$suites")" || failed=1
    [ -z "$failed" ]
}

ensure_api_tools() {
    have docker-registry || without_services docker-registry.service packages "A cluster's registry is tested with Debian's" docker-registry
    have faketime || packages "The silo is tested with a clock that jumps" faketime
}

# The chaos suite has its silos in networks of their own, and cuts them apart.
ensure_networks() {
    { have ip && have iptables && have nsenter && have pgrep; } || packages "The chaos suite cuts silos apart" iproute2 iptables util-linux procps
}

test_dotnet() {
    dotnet test "$ROOT/tests/$1" --no-build --nologo -v quiet \
        --logger "trx;LogFileName=$1.trx" --results-directory "$ROOT/TestResults" >&2
}

# chaos [--minutes N] [--seed S]: breaks a cluster of its own for as long as is wanted, and checks that nothing was lost.
chaos() {
    local minutes=10 seed=$RANDOM
    while [ $# -gt 0 ]; do
        case $1 in
            --minutes) minutes=${2:-} ;;
            --seed) seed=${2:-} ;;
            *) die "chaos takes only --minutes N and --seed S." ;;
        esac
        shift 2 || die "$1 needs a number."
    done
    ensure_engine
    ensure_image
    build_all
    ensure_tools
    ensure_postgres
    ensure_networks
    step "Building the chaos suite" dotnet build "$ROOT/tests/Chaos" -v quiet --nologo || die "The chaos suite does not build."
    mkdir -p "$ROOT/TestResults/chaos"
    say "Seed $seed, $minutes minutes. Report and the silos' logs: TestResults/chaos"
    BENCH_ARTIFACTS=$ARTIFACTS BENCH_CHAOS_MINUTES=$minutes BENCH_CHAOS_SEED=$seed BENCH_CHAOS_ENGINE=yes \
        BENCH_CHAOS_REPORT=$ROOT/TestResults/chaos/report.txt BENCH_CHAOS_LOGS=$ROOT/TestResults/chaos \
        dotnet test "$ROOT/tests/Chaos" --no-build --nologo --filter "FullyQualifiedName~ChaosTests"
}

test_sdk() (
    if ! have npm || ! have node; then
        packages "The official SDK's tests need Node.js" nodejs npm
    fi
    cd "$ROOT/tests/sdk"
    step "Installing the official SDK" npm ci --no-audit --no-fund || die "npm ci failed; is the npm registry reachable?"
    npx tsc --noEmit >&2
    SDK_RESULTS=$ROOT/TestResults/sdk.xml npx vitest run >&2
)

# Adds up the counters of all result files. A suite without results is a failure.
summarize() {
    local file passed=0 failed=0 skipped=0 results=0 line
    for file in "$ROOT"/TestResults/*.trx; do
        [ -e "$file" ] || continue
        line=$(grep -o '<Counters [^>]*>' "$file") || continue
        results=$((results + 1))
        passed=$((passed + $(counter passed "$line")))
        failed=$((failed + $(counter failed "$line") + $(counter error "$line") + $(counter timeout "$line") + $(counter aborted "$line")))
        skipped=$((skipped + $(counter total "$line") - $(counter executed "$line")))
    done
    if [ -e "$ROOT/TestResults/sdk.xml" ]; then
        results=$((results + 1))
        line=$(grep -o -m1 '<testsuites [^>]*>' "$ROOT/TestResults/sdk.xml")
        local bad=$(($(counter failures "$line") + $(counter errors "$line"))) left
        left=$(grep -c '<skipped' "$ROOT/TestResults/sdk.xml" || true)
        failed=$((failed + bad)) skipped=$((skipped + left))
        passed=$((passed + $(counter tests "$line") - bad - left))
    fi
    if [ "$results" != "$1" ]; then
        say "$((${1} - results)) of $1 suites left no results."
        failed=$((failed + ${1} - results))
    fi
    [ "$failed" = 0 ] || failed_tests
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}

# The names of the tests that failed, once more at the end of a long output.
failed_tests() {
    grep -oh '<UnitTestResult [^>]*outcome="Failed"[^>]*>' "$ROOT"/TestResults/*.trx |
        sed -n 's/.* testName="\([^"]*\)".*/failed: \1/p'
    [ ! -e "$ROOT/TestResults/sdk.xml" ] || grep -B1 '<failure' "$ROOT/TestResults/sdk.xml" |
        sed -n 's/.*<testcase classname="\([^"]*\)" name="\([^"]*\)".*/failed: \1: \2/p'
}

counter() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }
