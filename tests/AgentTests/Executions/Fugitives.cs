namespace BenchCluster.Tests.Executions;

/// <summary>A command whose descendants do all that one can do to get away.</summary>
internal static class Fugitives
{
    /// <summary>What it says when all of them are on their way.</summary>
    public const string Ready = "aaaa";

    /// <summary>
    /// A child in the background, one in a session of its own, a daemon that forks twice and one that ignores what can
    /// be ignored. Each says <c>a</c>.
    /// </summary>
    public const string Command = """
        echo -n a; (echo -n a; exec sleep 1000) &
        setsid bash -c 'trap "" TERM INT HUP; echo -n a; while :; do sleep 1000; done' &
        (setsid bash -c '(echo -n a; exec -a innocent sleep 1000 0<&- 2>&-) & exit' &)
        wait
        """;
}
