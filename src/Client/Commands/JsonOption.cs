namespace BenchCluster.Client.Commands;

/// <summary><c>--json</c>.</summary>
internal sealed class JsonOption() : FlagOption("--json", "Print the API's objects as JSON, and nothing else, on standard output.");
