namespace BenchCluster.Http.Pty;

/// <summary>Signals by their POSIX names.</summary>
internal static class PtySignals
{
    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["SIGHUP"] = 1,
        ["SIGINT"] = 2,
        ["SIGQUIT"] = 3,
        ["SIGILL"] = 4,
        ["SIGTRAP"] = 5,
        ["SIGABRT"] = 6,
        ["SIGBUS"] = 7,
        ["SIGFPE"] = 8,
        ["SIGKILL"] = 9,
        ["SIGUSR1"] = 10,
        ["SIGSEGV"] = 11,
        ["SIGUSR2"] = 12,
        ["SIGPIPE"] = 13,
        ["SIGALRM"] = 14,
        ["SIGTERM"] = 15,
        ["SIGCHLD"] = 17,
        ["SIGCONT"] = 18,
        ["SIGSTOP"] = 19,
        ["SIGTSTP"] = 20,
        ["SIGTTIN"] = 21,
        ["SIGTTOU"] = 22,
        ["SIGURG"] = 23,
        ["SIGXCPU"] = 24,
        ["SIGXFSZ"] = 25,
        ["SIGVTALRM"] = 26,
        ["SIGPROF"] = 27,
        ["SIGWINCH"] = 28,
        ["SIGIO"] = 29,
        ["SIGPWR"] = 30,
        ["SIGSYS"] = 31,
    };

    /// <summary>The number of a signal.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.BadRequest"/>: there is none of that name.</exception>
    public static int NumberOf(string? name) => name is not null && Numbers.TryGetValue(name, out var number)
        ? number
        : throw new BenchException(BenchError.BadRequest, $"signal: '{name}' is not the name of a signal, such as 'SIGINT' or 'SIGTERM'.");
}
