using System.Text.Json;

namespace BenchCluster.Scoring.Judging;

/// <summary>The <c>scorer_params</c> of an <c>llm_judge</c>.</summary>
internal sealed record JudgeParameters
{
    private const int MostVotes = 15;
    private const int MostFiles = 32;

    /// <summary>How the endpoint is spoken to: <c>openai</c> or <c>anthropic</c>.</summary>
    public required JudgeApi Api { get; init; }

    /// <summary>The model's name there.</summary>
    public required string Model { get; init; }

    /// <summary>What makes work good, in words.</summary>
    public required string Rubric { get; init; }

    /// <summary>The endpoint; default the provider's own. Others must be allowed by the operator.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>The secret that is the endpoint's key; its value never enters the devbox.</summary>
    public string? Secret { get; init; }

    /// <summary>Absolute paths of files that are the work; without any it is the end of the agent's own output.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How often the judge is asked.</summary>
    public int Votes { get; init; } = 1;

    /// <summary>What the votes come down to.</summary>
    public VoteAggregate Aggregate { get; init; }

    /// <summary>The most tokens of an answer.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>US dollars for a million tokens read; with it, cost is recorded.</summary>
    public double? InputUsdPerMillion { get; init; }

    /// <summary>US dollars for a million tokens written.</summary>
    public double? OutputUsdPerMillion { get; init; }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>; the message names the field below <paramref name="field"/>.</exception>
    public static JudgeParameters Read(string field, RawJson? given, JudgeOptions options)
    {
        JudgeParameters? read;
        try
        {
            read = JsonSerializer.Deserialize<JudgeParameters>(given?.ToString() ?? "{}", WireJson.Options);
        }
        catch (JsonException e)
        {
            throw BenchException.Invalid(e.Path is { Length: > 2 } path ? $"{field}.{path[2..]}" : field, $"not what an llm_judge takes: {e.Message}");
        }

        Require(read is not null, field, "must be a JSON object.");
        if (read!.BaseUrl.Length == 0)
            read = read with { BaseUrl = JudgeOptions.DefaultOf(read.Api) };
        Require(!string.IsNullOrWhiteSpace(read.Model), $"{field}.model", "must not be blank.");
        Require(!string.IsNullOrWhiteSpace(read.Rubric), $"{field}.rubric", "must not be blank.");
        Require(
            options.Allows(read.Api, read.BaseUrl), $"{field}.base_url",
            $"'{read.BaseUrl}' is neither the provider's own ({JudgeOptions.DefaultOf(read.Api)}) nor one that the operator allows (Bench:JudgeEndpoints).");
        Require(read.Votes is >= 1 and <= MostVotes, $"{field}.votes", $"must be from 1 to {MostVotes}.");
        Require(read.MaxTokens is >= 16 and <= 65_536, $"{field}.max_tokens", "must be from 16 to 65536.");
        Require(read.Files.Count <= MostFiles, $"{field}.files", $"must be at most {MostFiles}.");
        Require(read.Files.All(path => path is not null && path.StartsWith('/')), $"{field}.files", "must be absolute paths.");
        Require(read.InputUsdPerMillion is null or >= 0, $"{field}.input_usd_per_million", "must not be negative.");
        Require(read.OutputUsdPerMillion is null or >= 0, $"{field}.output_usd_per_million", "must not be negative.");
        return read;
    }

    private static void Require(bool holds, string field, string rule)
    {
        if (!holds)
            throw BenchException.Invalid(field, rule);
    }
}
