using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Resources;

namespace BenchCluster.Client.Audits;

/// <summary>
/// What a benchmark's metadata say of its last audit. It holds only for the scenarios as they were: their digest says so.
/// </summary>
/// <param name="Result">The verdict.</param>
/// <param name="At">When it was made.</param>
/// <param name="Catalogue">With which cheats.</param>
/// <param name="Cheats">How many these were.</param>
/// <param name="Scenarios">The digest of the scenarios that were audited.</param>
/// <param name="JobId">The job that tried the cheats.</param>
internal sealed record AuditRecord(AuditVerdict Result, DateTimeOffset At, string Catalogue, int Cheats, string Scenarios, string JobId)
{
    /// <summary>What the keys begin with.</summary>
    public const string Prefix = "audit.";

    private const int DigestLength = 16;

    /// <summary>The record of an audit that has just ended.</summary>
    public static AuditRecord Of(AuditReport report, JobSubject subject, DateTimeOffset now) =>
        new(report.Verdict, now, report.Catalogue, report.Cheats.Count, DigestOf(subject), report.JobId);

    /// <summary>The record of a benchmark; null when it was never audited.</summary>
    public static AuditRecord? Read(IReadOnlyDictionary<string, string> metadata)
    {
        string? Value(string key) => metadata.GetValueOrDefault(Prefix + key);
        return Enum.TryParse<AuditVerdict>(Value("result"), ignoreCase: true, out var result)
            && DateTimeOffset.TryParse(Value("time"), CultureInfo.InvariantCulture, out var at)
            && int.TryParse(Value("cheats"), CultureInfo.InvariantCulture, out var cheats)
                ? new AuditRecord(result, at, Value("catalogue") ?? "", cheats, Value("scenarios") ?? "", Value("job") ?? "")
                : null;
    }

    /// <summary>The metadata with this record in the place of an older one.</summary>
    public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> metadata) =>
        new Dictionary<string, string>(metadata)
        {
            [$"{Prefix}result"] = WireJson.NameOf(Result),
            [$"{Prefix}time"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            [$"{Prefix}catalogue"] = Catalogue,
            [$"{Prefix}cheats"] = Cheats.ToString(CultureInfo.InvariantCulture),
            [$"{Prefix}scenarios"] = Scenarios,
            [$"{Prefix}job"] = JobId,
        };

    /// <summary>A digest of all that decides what a scenario's score can be: any change of a scenario changes it.</summary>
    public static string DigestOf(JobSubject subject) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(subject.Scenarios, WireJson.Options)))[..DigestLength];
}
