using System.Collections.Concurrent;

namespace BenchCluster.Scoring.Judging;

/// <summary>Votes of late by what was asked, in this silo's memory: the same content is not paid for twice.</summary>
internal sealed class JudgeCache
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, JudgeVerdict> _votes = new();
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>The vote of a number for a question; null when it is not known.</summary>
    public JudgeVerdict? Find(JudgeQuestion question, int number) => _votes.GetValueOrDefault($"{question.ToKey()}-{number}");

    /// <summary>Keeps a vote; the oldest make room.</summary>
    public void Keep(JudgeQuestion question, int number, JudgeVerdict vote)
    {
        var key = $"{question.ToKey()}-{number}";
        if (_votes.TryAdd(key, vote))
            _order.Enqueue(key);
        while (_order.Count > Most && _order.TryDequeue(out var oldest))
            _votes.TryRemove(oldest, out _);
    }
}
