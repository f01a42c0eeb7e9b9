namespace BenchCluster.Blueprints;

/// <summary>What a blueprint's state can call for.</summary>
internal abstract record BlueprintEffect
{
    private BlueprintEffect()
    {
    }

    /// <summary>Build the image, unless the node has it, and fetch the images of its services.</summary>
    public sealed record Build : BlueprintEffect;

    /// <summary>Remove the image, unless another blueprint has it; as soon as nothing uses it.</summary>
    public sealed record RemoveImage : BlueprintEffect;
}
