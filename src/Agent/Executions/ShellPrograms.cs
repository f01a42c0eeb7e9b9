namespace BenchCluster.Agent.Executions;

/// <summary>How a command becomes arguments of the image's shell.</summary>
internal static class ShellPrograms
{
    /// <summary>
    /// Numbers that scripts do not use by habit: 3 to 9, 100, 200 and 255 are taken by locks, redirections and bash.
    /// </summary>
    private const int BashIn = 250;

    private const int BashOut = 251;

    /// <summary>A POSIX shell knows single digits only.</summary>
    private const int PosixIn = 8;

    private const int PosixOut = 9;

    /// <summary>
    /// Restores, runs, saves. Variables, functions, directory and umask are kept, whether the command ends by itself, by
    /// exit or by errexit. What bash keeps for itself is left out, as it cannot be set.
    /// </summary>
    private const string BashScript = """
        IFS= read -r -d '' -u 250 __bench_in
        exec 250<&-
        eval "$__bench_in" 2>/dev/null
        unset __bench_in
        __bench_command=$1
        set --
        __bench_save() {
          [[ -n ${__bench_saved:-} ]] && return
          __bench_saved=1
          local IFS=$' \t\n' __bench_name
          set +e +u +x
          {
            for __bench_name in $(compgen -v); do
              case $__bench_name in
                __bench*|_|BASH*|COMP_*|DIRSTACK|EPOCH*|EUID|FUNCNAME|GROUPS|HISTCMD|IFS|LINENO|OPTERR|OPTIND|PIPESTATUS|PPID|RANDOM|SECONDS|SHELLOPTS|SHLVL|SRANDOM|UID) ;;
                *) declare -p "$__bench_name" ;;
              esac
            done
            for __bench_name in $(compgen -A function); do
              [[ $__bench_name == __bench* ]] || declare -f "$__bench_name"
            done
            declare -Fx
            umask -p
            printf 'cd -- %q\n' "$PWD"
            printf '# bench-end\n'
          } >&251 2>/dev/null
        }
        trap __bench_save EXIT
        eval "$__bench_command"
        __bench_last=$?
        __bench_save
        exit $__bench_last
        """;

    /// <summary>The same for a POSIX shell, which can list neither functions nor variables that are not exported.</summary>
    private const string PosixScript = """
        . /proc/self/fd/8 2>/dev/null
        exec 8<&-
        __bench_command=$1
        set --
        __bench_save() {
          [ -n "${__bench_saved:-}" ] && return
          __bench_saved=1
          set +e +u +x
          __BENCH_DIRECTORY=$PWD
          export __BENCH_DIRECTORY
          {
            export -p
            printf 'umask %s\n' "$(umask)"
            printf 'cd -- "$__BENCH_DIRECTORY"\nunset __BENCH_DIRECTORY\n# bench-end\n'
          } >&9 2>/dev/null
        }
        trap __bench_save EXIT
        eval "$__bench_command"
        __bench_last=$?
        __bench_save
        exit $__bench_last
        """;

    private static readonly string[] Bash = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"];
    private static readonly string[] Posix = ["/bin/sh", "/usr/bin/sh"];

    /// <summary>The image's shell; null when it has none.</summary>
    public static string? Find() => Array.Find(Bash, File.Exists) ?? Array.Find(Posix, File.Exists);

    /// <summary>Arguments that run a command in a fresh shell.</summary>
    public static string[] Fresh(string shell, string command) => [Path.GetFileName(shell), "-c", command];

    /// <summary>Arguments that run a command in a named shell, and the numbers where it expects state and leaves it.</summary>
    public static (string[] Arguments, int In, int Out) Named(string shell, string command) =>
        Path.GetFileName(shell) == "bash"
            ? (["bash", "-c", BashScript, "bash", command], BashIn, BashOut)
            : (["sh", "-c", PosixScript, "sh", command], PosixIn, PosixOut);
}
