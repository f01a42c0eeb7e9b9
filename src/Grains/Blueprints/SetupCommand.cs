using System.Text.RegularExpressions;

namespace BenchCluster.Blueprints;

/// <summary>
/// A setup command as it is run. They are written with <c>sudo</c> for Runloop's image; here they are root's already, and few
/// images have that program.
/// </summary>
internal static partial class SetupCommand
{
    private const string Sudo =
        """
        command -v sudo >/dev/null || sudo() { while :; do case "${1-}" in --) shift; break;; -E|-H|-n|-S) shift;; -*) echo "sudo: this image has none, and $1 is not known without it" >&2; return 1;; *=*) env "$@"; return;; *) break;; esac; done; "$@"; }

        """;

    /// <summary>The command, before it what it may lack.</summary>
    public static string Of(string command) => Word().IsMatch(command) ? Sudo + command : command;

    [GeneratedRegex(@"\bsudo\b")]
    private static partial Regex Word();
}
