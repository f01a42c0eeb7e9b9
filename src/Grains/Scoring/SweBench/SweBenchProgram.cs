namespace BenchCluster.Scoring.SweBench;

/// <summary>
/// What grades an instance in its devbox. The tests' output alone is on standard output, and their exit status is the
/// program's: no marks that the tested code could print stand for either.
/// </summary>
internal static class SweBenchProgram
{
    private const int NoGit = 231;
    private const int NoRepository = 232;
    private const int NoCommit = 233;
    private const int NotReset = 234;
    private const int NotApplied = 235;
    private const double DefaultTimeoutSeconds = 1800;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The program of a scorer, whose private files go into a directory.</summary>
    public static ScorerProgram Of(SweBenchScorer scorer, string directory) => new()
    {
        Command = $"exec sh {directory}/grade.sh {directory} {scorer.BaseCommit}",
        Verdict = Verdict.TestLog,
        Files =
        [
            new($"{directory}/grade.sh", Script, Private),
            new($"{directory}/run.sh", scorer.TestCommand, Private),
            new($"{directory}/test.patch", scorer.TestPatch.EndsWith('\n') ? scorer.TestPatch : scorer.TestPatch + "\n", Private),
            new($"{directory}/files", string.Concat(GitDiff.PathsOf(scorer.TestPatch).Select(path => path + "\n")), Private),
        ],
        Timeout = TimeSpan.FromSeconds(scorer.TimeoutSeconds ?? DefaultTimeoutSeconds),
        Refusals = new Dictionary<int, string>
        {
            [NoGit] = "The environment has no git.",
            [NoRepository] = "The working directory is no git repository.",
            [NoCommit] = $"The repository has no commit {scorer.BaseCommit}.",
            [NotReset] = "The test files could not be made what they are in the base commit: the repository's objects are damaged.",
            [NotApplied] = "The test patch does not apply.",
        },
    };

    // The repository's configuration, hooks, attributes and replacements are the agent's. So git works with a repository
    // of its own beside it, which only borrows the objects, and each object that counts must hash to its name.
    private static readonly string Script = $$"""
        own=$1 base=$2
        exec 3>&1 1>&2
        command -v git >/dev/null 2>&1 || exit {{NoGit}}
        cd "$(git rev-parse --show-toplevel 2>/dev/null || echo /nowhere)" 2>/dev/null || exit {{NoRepository}}
        objects=$(cd "$(git rev-parse --git-path objects)" && pwd -P) || exit {{NoRepository}}
        repository() {
          env HOME=/nowhere GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_ATTR_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1 \
            GIT_LITERAL_PATHSPECS=1 GIT_DIR="$own/git" GIT_WORK_TREE="$PWD" git "$@"
        }
        repository init -q --template= || exit {{NoRepository}}
        mkdir -p "$own/git/objects/info"
        printf '%s\n' "$objects" >"$own/git/objects/info/alternates"
        genuine() {
          id=$(repository rev-parse --verify -q "$1") && kind=$(repository cat-file -t "$id") \
            && [ "$(repository cat-file "$kind" "$id" | repository hash-object --literally -t "$kind" --stdin)" = "$id" ]
        }
        reset_tests() {
          while IFS= read -r path; do
            rest=$path/ tree=
            while [ "${rest#*/}" != "" ]; do
              tree=$tree${rest%%/*} rest=${rest#*/}
              [ ! -L "$tree" ] || rm -f -- "$tree"
              if repository cat-file -e "$base:$tree" 2>/dev/null; then genuine "$base:$tree" || return 1; fi
              tree=$tree/
            done
            if repository cat-file -e "$base:$path" 2>/dev/null; then
              genuine "$base:$path" && rm -rf -- "./$path" && repository checkout -f "$base" -- "$path" || return 1
            else
              rm -rf -- "./$path"
            fi
          done <"$own/files"
        }
        repository cat-file -e "$base^{commit}" 2>/dev/null || exit {{NoCommit}}
        genuine "$base^{commit}" && genuine "$base^{tree}" || exit {{NotReset}}
        reset_tests || exit {{NotReset}}
        repository apply --verbose --whitespace=nowarn "$own/test.patch" || exit {{NotApplied}}
        if command -v bash >/dev/null 2>&1; then shell=bash; else shell=sh; fi
        (exec "$shell" "$own/run.sh") >&3 2>&3 3>&-
        status=$?
        reset_tests
        [ "$status" -lt {{NoGit}} ] || [ "$status" -gt {{NotApplied}} ] || status=1
        exit "$status"

        """;
}
