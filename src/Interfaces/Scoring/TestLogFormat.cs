namespace BenchCluster.Scoring;

/// <summary>How the log of a run of tests names tests and what became of them (an extension of the contract).</summary>
public enum TestLogFormat
{
    /// <summary>pytest's short summary (<c>-rA</c>): the outcome, then the test.</summary>
    Pytest,

    /// <summary>The same, where a parameter that is an absolute path counts by its last part only.</summary>
    PytestOptions,

    /// <summary>The same with escape sequences taken out; older versions name the test before the outcome.</summary>
    PytestV2,

    /// <summary>The same, where matplotlib's mouse buttons count by their numbers.</summary>
    Matplotlib,

    /// <summary>pytest's verbose lines, as seaborn's runs print them.</summary>
    Seaborn,

    /// <summary>Django's own runner.</summary>
    Django,

    /// <summary>SymPy's own runner.</summary>
    Sympy,

    /// <summary>Python's unittest with <c>-v</c>.</summary>
    Unittest,

    /// <summary>Go's <c>go test -v</c>.</summary>
    Gotest,
}
