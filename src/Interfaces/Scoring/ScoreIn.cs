namespace BenchCluster.Scoring;

/// <summary>Where a run is scored (an extension of the contract): see docs/scoring.md.</summary>
public enum ScoreIn
{
    /// <summary>In the devbox as it is, beside whatever the agent has left running.</summary>
    Live,

    /// <summary>In the devbox, once every process in it is killed.</summary>
    Same,

    /// <summary>On the devbox's disk, in a container that is started anew: nothing but the disk is the agent's.</summary>
    Clean,

    /// <summary>In a fresh container of the image, with the working directory, or the named paths, of the devbox's disk.</summary>
    Image,
}
