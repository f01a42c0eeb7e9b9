using System.Text.RegularExpressions;
using BenchCluster.Scoring;

namespace BenchCluster.Http.Scenarios;

/// <summary>The rules of SWE-bench's scorer.</summary>
internal static partial class SweBenchRules
{
    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(string field, SweBenchScorer scorer)
    {
        FieldRules.Require(CommitRule().IsMatch(scorer.BaseCommit), $"{field}.base_commit", "must be the full id of a commit: 40 or 64 hexadecimal digits.");
        FieldRules.Require(!string.IsNullOrWhiteSpace(scorer.TestCommand), $"{field}.test_command", "must not be blank.");
        var paths = GitDiff.PathsOf(scorer.TestPatch);
        FieldRules.Require(paths.Count > 0, $"{field}.test_patch", "must be a git diff that names the files it changes.");
        foreach (var path in paths)
            FieldRules.Require(GitDiff.IsInside(path), $"{field}.test_patch", $"names '{path}', which is no path of a file in the repository.");
        FieldRules.Require(scorer.FailToPass.Count > 0, $"{field}.fail_to_pass", "must name at least one test.");
        FieldRules.Texts($"{field}.fail_to_pass", scorer.FailToPass);
        FieldRules.Texts($"{field}.pass_to_pass", scorer.PassToPass);
    }

    [GeneratedRegex("^([0-9a-f]{40}|[0-9a-f]{64})$")]
    private static partial Regex CommitRule();
}
