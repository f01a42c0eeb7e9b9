namespace BenchCluster.AgentRecipes;

/// <summary>An agent from npm's registry, or the one that <c>npm_config_registry</c> names.</summary>
internal abstract record NpmRecipe : AgentRecipe
{
    /// <summary>The package.</summary>
    protected abstract string Package { get; }

    /// <summary>The program that it brings.</summary>
    protected abstract string Program { get; }

    /// <summary>The oldest major version of Node.js that it is installed and runs with.</summary>
    protected virtual int OldestNode => 18;

    /// <inheritdoc/>
    public sealed override string Install(string? version) => $$"""
        set -e
        umask 022
        export PATH={{Prefix}}/bin:$PATH DEBIAN_FRONTEND=noninteractive NO_UPDATE_NOTIFIER=1
        {{(version is null ? $"if command -v {Program} >/dev/null 2>&1; then exit 0; fi" : "")}}
        {{NodeInstallation.Script(OldestNode)}}
        cache=$(mktemp -d)
        npm install --global --prefix {{Prefix}} --cache "$cache" --no-fund --no-audit --loglevel=error '{{Package}}@{{(version ?? "latest").Replace("'", "'\\''", StringComparison.Ordinal)}}'
        rm -rf "$cache"
        {{NodeInstallation.Bind(Program)}}
        command -v {{Program}} >/dev/null
        """;
}
