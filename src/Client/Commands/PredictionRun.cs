using System.Text.Json;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Predictions;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary>A benchmark run that applies predictions.</summary>
internal sealed class PredictionRun(CommandContext context, PredictionSet predictions)
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    /// <summary>Reads a file, and finds the scenarios that its predictions are for.</summary>
    /// <exception cref="CommandException">It cannot be read, or names what the benchmark has not.</exception>
    public static async Task<PredictionSet> MatchAsync(BenchClient client, BenchmarkView benchmark, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await PredictionSet.MatchAsync(client, benchmark, await PredictionFile.ReadAsync(file, cancellationToken), cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw new CommandException($"--predictions: {error.Message}");
        }
    }

    /// <summary>Brings the patches to the server.</summary>
    /// <returns>The request, with them and who made them.</returns>
    public async Task<StartBenchmarkRunRequest> PrepareAsync(StartBenchmarkRunRequest request, double? timeoutSeconds, CancellationToken cancellationToken) => request with
    {
        Agent = predictions.Agent(timeoutSeconds),
        Patches = await new PredictionUploads(context.Client).BringAsync(predictions, cancellationToken),
        // Nothing of a patch has run when it is applied: there is nothing to start anew for.
        Metadata = new Dictionary<string, string> { ["score_in"] = "same" },
    };

    /// <summary>Shows what became of them, and writes it to a file where one is given.</summary>
    public void Report(RunReport run, string? file, bool isJson)
    {
        var report = PredictionReport.Of(run, predictions);
        if (file is not null)
            File.WriteAllText(file, JsonSerializer.Serialize(report, Indented) + "\n");
        if (isJson)
            return;
        context.Terminal.Out.WriteLine();
        context.Terminal.Out.Write(report.Summary());
    }
}
