namespace BenchCluster.Client.Validations;

/// <summary>What became of one side of a validation.</summary>
internal enum CheckVerdict
{
    /// <summary>Every repetition has the score that it should have.</summary>
    Passes,

    /// <summary>A repetition has another score.</summary>
    Fails,

    /// <summary>There is no reference to be applied.</summary>
    Missing,

    /// <summary>A repetition has no score, for the reason that is given.</summary>
    NoScore,
}
