namespace BenchCluster.Scoring.Judging;

/// <summary>What a judge's votes come down to.</summary>
internal enum VoteAggregate
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>1 when more than half of them are 0.5 or more, else 0.</summary>
    Majority,
}
