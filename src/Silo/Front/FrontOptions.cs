namespace BenchCluster.Front;

/// <summary>What a front is told, from the configuration's section <c>Front</c>.</summary>
internal sealed record FrontOptions
{
    private const string Section = "Front";

    /// <summary>Where it listens.</summary>
    public string Url { get; init; } = "http://127.0.0.1:7080";

    /// <summary>The URLs of the silos, with commas between them.</summary>
    public string Silos { get; init; } = "";

    /// <summary>The URLs, one by one.</summary>
    public IReadOnlyList<string> SiloUrls => Silos.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the options and refuses what cannot work.</summary>
    /// <exception cref="InvalidOperationException">Names the key and says what is wrong with it.</exception>
    public static FrontOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<FrontOptions>() ?? new FrontOptions();
        RequireHttp(nameof(Url), options.Url);
        if (options.SiloUrls.Count == 0)
            throw new InvalidOperationException($"{Section}:{nameof(Silos)}: must name at least one http:// URL.");
        foreach (var url in options.SiloUrls)
            RequireHttp(nameof(Silos), url);
        return options;
    }

    private static void RequireHttp(string key, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not "http")
            throw new InvalidOperationException($"{Section}:{key}: '{text}' is no http:// URL.");
    }
}
