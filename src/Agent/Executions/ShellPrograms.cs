using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>How a command becomes arguments of the image's shell, and a text that the shell reads.</summary>
internal static class ShellPrograms
{
    /// <summary>The last line of a state that is whole.</summary>
    public static ReadOnlySpan<byte> EndOfState => "# bench-end\n"u8;

    /// <summary>The longest argument that the kernel passes, with its final zero.</summary>
    private const int LongestArgument = 128 * 1024;

    /// <summary>
    /// Numbers that scripts do not use by habit: 3 to 9, 100, 200 and 255 are taken by locks, redirections and bash.
    /// </summary>
    private static readonly ShellDescriptors BashDescriptors = new(Text: 252, StateIn: 250, StateOut: 251);

    /// <summary>A POSIX shell knows single digits only.</summary>
    private static readonly ShellDescriptors PosixDescriptors = new(Text: 7, StateIn: 8, StateOut: 9);

    /// <summary>
    /// Restores, runs, saves. Variables, functions, directory and umask are kept, whether the command ends by itself, by
    /// exit or by errexit. What bash keeps for itself is left out, as it cannot be set. Makes no process of its own.
    /// </summary>
    private const string BashScript = """
        __bench_list() {
          builtin compgen "$@" >|/proc/self/fd/251
          builtin mapfile -t __bench_names </proc/self/fd/251
        }
        __bench_save() {
          [[ -n ${__bench_saved:-} ]] && return
          __bench_saved=1
          set +e +u +x
          {
            __bench_glob=-u
            builtin shopt -q extglob && __bench_glob=-s
            builtin shopt -s extglob
            __bench_list -v -X '@(__bench*|_|BASH*|COMP_*|DIRSTACK|EPOCH*|EUID|FUNCNAME|GROUPS|HISTCMD|LINENO|OPTERR|OPTIND|PIPESTATUS|PPID|RANDOM|SECONDS|SHELLOPTS|SRANDOM|UID)'
            {
              builtin umask -p
              builtin printf 'cd -- %q\n' "$PWD"
              builtin declare -p "${__bench_names[@]}"
              builtin declare -f
              builtin declare -Fx
              builtin printf 'shopt %s extglob\n# bench-end\n' "$__bench_glob"
            } >|/proc/self/fd/251
          } 2>/dev/null
        }
        IFS= read -r -d '' -u 250 __bench_text
        if [[ -n $__bench_text ]]; then
          __bench_list -e
          shopt -s extglob
          { unset -v "${__bench_names[@]}"; eval "$__bench_text"; } 2>/dev/null
        fi
        IFS= read -r -d '' -u 252 __bench_text
        exec 250<&- 252<&-
        trap __bench_save EXIT
        eval "$__bench_text"
        __bench_last=$?
        __bench_save
        exit $__bench_last
        """;

    /// <summary>The same for a POSIX shell, which cannot list functions.</summary>
    private const string PosixScript = """
        . /proc/self/fd/8 2>/dev/null
        exec 8<&-
        unset __bench_saved
        __bench_save() {
          [ -n "${__bench_saved:-}" ] && return
          __bench_saved=1
          set +e +u +x
          __bench_directory=$PWD
          {
            set
            export -p
            printf 'umask %s\n' "$(umask)"
            printf 'cd -- "$__bench_directory"\n# bench-end\n'
          } >&9 2>/dev/null
        }
        trap __bench_save EXIT
        . /proc/self/fd/7
        __bench_last=$?
        __bench_save
        exit $__bench_last
        """;

    private static readonly string[] Bash = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"];
    private static readonly string[] Posix = ["/bin/sh", "/usr/bin/sh"];

    /// <summary>The image's shell; null when it has none.</summary>
    public static string? Find() => Array.Find(Bash, File.Exists) ?? Array.Find(Posix, File.Exists);

    /// <summary>What runs a command in a fresh shell; one that is too long for an argument is a script.</summary>
    public static ShellInvocation Fresh(string shell, string command)
    {
        var name = Path.GetFileName(shell);
        return Encoding.UTF8.GetByteCount(command) < LongestArgument
            ? new ShellInvocation([name, "-c", command], null, default)
            : new ShellInvocation([name, $"/proc/self/fd/{BashDescriptors.Text}"], command, BashDescriptors);
    }

    /// <summary>What runs a command in a named shell.</summary>
    /// <param name="isFirst">Whether the shell has no state yet.</param>
    public static ShellInvocation Named(string shell, ExecutionStart start, bool isFirst)
    {
        var text = isFirst ? start.Command : Overrides(start) + start.Command;
        return Path.GetFileName(shell) == "bash"
            ? new ShellInvocation(["bash", "-c", BashScript, "bash"], text, BashDescriptors)
            : new ShellInvocation(["sh", "-c", PosixScript, "sh"], text, PosixDescriptors);
    }

    /// <summary>What was asked for this command goes before what the shell remembers.</summary>
    private static string Overrides(ExecutionStart start)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in start.Environment ?? new Dictionary<string, string>())
        {
            if (IsName(name))
                text.Append($"export {name}={Quote(value)}\n");
        }

        if (start.WorkingDirectory is { } directory)
            text.Append($"cd -- {Quote(directory)} || exit\n");
        return text.ToString();
    }

    private static bool IsName(string text) =>
        !char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
