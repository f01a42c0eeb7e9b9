namespace BenchCluster.Blueprints;

/// <summary>What a blueprint's state can call for.</summary>
internal abstract record BlueprintEffect
{
    private BlueprintEffect()
    {
    }

    /// <summary>Build the image, unless the node has it.</summary>
    public sealed record Build : BlueprintEffect;
}
