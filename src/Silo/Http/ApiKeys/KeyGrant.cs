using BenchCluster.ApiKeys;

namespace BenchCluster.Http.ApiKeys;

/// <summary>What a key that lets in may do.</summary>
/// <param name="Scopes">What it is restricted to; null for nothing at all.</param>
internal sealed record KeyGrant(IReadOnlyList<KeyScope>? Scopes)
{
    /// <summary>That of a key without restrictions.</summary>
    public static KeyGrant Everything { get; } = new((IReadOnlyList<KeyScope>?)null);

    /// <summary>Whether it may do what needs this access to the resource; null for one that no key is given by its kind.</summary>
    public bool Allows(ScopedResource? resource, AccessLevel access) =>
        Scopes is null || Scopes.Any(scope => scope.ResourceType == resource && scope.AccessLevel >= access);
}
