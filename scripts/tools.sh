# Tools that are mounted into devboxes: for scorers, and for file transfers.

AST_GREP_VERSION=0.51.1

ensure_tools() {
    local tools=$ARTIFACTS/tools
    mkdir -p "$tools"
    ensure_transfer
    [ -x "$tools/ast-grep" ] && [ "$(cat "$tools/ast-grep.version" 2>/dev/null)" = "$AST_GREP_VERSION" ] && return
    have npm || packages "ast-grep is fetched with npm" npm
    step "Fetching ast-grep $AST_GREP_VERSION" fetch_ast_grep || die "ast-grep could not be fetched; is the npm registry reachable?"
}

fetch_ast_grep() (
    set -e
    case $(uname -m) in
        x86_64) package=@ast-grep/cli-linux-x64-gnu ;;
        aarch64) package=@ast-grep/cli-linux-arm64-gnu ;;
        *) echo "There is no ast-grep for $(uname -m)."; exit 1 ;;
    esac
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    npm pack --silent "$package@$AST_GREP_VERSION"
    tar -xzf ./*.tgz
    install -m 0755 package/ast-grep "$ARTIFACTS/tools/ast-grep"
    echo "$AST_GREP_VERSION" >"$ARTIFACTS/tools/ast-grep.version"
)
