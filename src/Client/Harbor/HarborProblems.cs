using System.Collections;

namespace BenchCluster.Client.Harbor;

/// <summary>All that is to be said about a task, in the order found.</summary>
internal sealed class HarborProblems : IReadOnlyCollection<HarborProblem>
{
    private readonly List<HarborProblem> _all = [];

    public int Count => _all.Count;

    public bool Refused => _all.Exists(p => p.Severity == HarborSeverity.Refusal);

    public void Note(string file, string? field, string reason) => _all.Add(new(HarborSeverity.Note, file, field, reason));

    public void Warn(string file, string? field, string reason) => _all.Add(new(HarborSeverity.Warning, file, field, reason));

    public void Refuse(string file, string? field, string reason) => _all.Add(new(HarborSeverity.Refusal, file, field, reason));

    public IEnumerator<HarborProblem> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
