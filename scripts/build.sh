# Builds what has changed since it was last built, into artifacts/.

ensure_sdk() {
    have dotnet || die "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download"
    dotnet --list-sdks | grep -q '^10\.' || die "The .NET 10 SDK is needed; found: $(dotnet --list-sdks | tr '\n' ' ')"
    # The agent is compiled to a static program.
    if ! have gcc || ! [ -e /usr/include/zlib.h ]; then
        packages "Compiling the agent needs a C compiler" gcc libc6-dev zlib1g-dev
    fi
}

# sources NAME: a hash of all that a project is built from.
sources() {
    cd "$ROOT" && find "src/$1" src/Interfaces src/Grains src/AgentProtocol Directory.*.props global.json scripts/build.sh \
        -type f ! -path '*/obj/*' ! -path '*/bin/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32
}

# publish NAME TEXT OPTION…: builds src/NAME into artifacts/name.
publish() {
    local name=$1 text=$2 target hash
    shift 2
    target=$ARTIFACTS/${name,,}
    hash=$(sources "$name")
    [ "$(cat "$target.sources" 2>/dev/null || true)" = "$hash" ] && return
    # Beside the old one and then in its place: a program that runs keeps its files.
    rm -rf "$target.new"
    step "$text" dotnet publish "$ROOT/src/$name" -c Release -o "$target.new" -v quiet --nologo "$@" || die "src/$name does not build."
    find "$target.new" \( -name '*.xml' -o -name '*.dbg' -o -name 'BenchCluster.AgentProtocol.pdb' \) -delete
    rm -rf "$target"
    mv "$target.new" "$target"
    echo "$hash" >"$target.sources"
}

rid() { case $(uname -m) in x86_64) echo linux-x64 ;; aarch64) echo linux-arm64 ;; *) die "No build for $(uname -m)." ;; esac; }

build_agent() { publish Agent "Compiling the agent" -r "$(rid)"; }
build_silo() { publish Silo "Building the server" -r "$(rid)" --no-self-contained -p:PublishReadyToRun=true; }
build_client() { publish Client "Building the command line" -r "$(rid)" --no-self-contained -p:PublishReadyToRun=true; }

build_all() {
    ensure_sdk
    mkdir -p "$ARTIFACTS"
    build_agent
    build_silo
    build_client
}
