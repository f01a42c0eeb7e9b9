namespace BenchCluster.Client.Commands;

/// <summary>
/// Scripts that ask this program what could come next: <c>bench "[suggest:POSITION]" "LINE"</c>, where the line has no
/// program name, prints a word a line.
/// </summary>
internal static class CompletionScripts
{
    public const string Bash = """
        _bench_complete() {
            local program=${COMP_LINE%%[[:space:]]*}
            local line=${COMP_LINE:${#program}+1}
            local point=$((COMP_POINT - ${#program} - 1))
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null))
        }
        complete -o default -F _bench_complete bench
        """;

    public const string Zsh = """
        #compdef bench
        _bench() {
            local before="${(j: :)words[2,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#before}]" "$before" 2>/dev/null)}")
            if [[ -n "${found[*]}" ]]; then compadd -- "${found[@]}"; else _files; fi
        }
        compdef _bench bench
        """;

    public const string Fish = """
        function __bench_complete
            set -l words (commandline -opc)
            set -l line (string join ' ' -- $words[2..-1] (commandline -ct))
            $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c bench -f -a '(__bench_complete)'
        complete -c bench -n '__fish_seen_subcommand_from harbor' -F
        """;
}
