using System.Globalization;
using System.Text;

namespace BenchCluster.Blueprints;

/// <summary>Options of a service as <c>docker create</c> has them, as far as they are served.</summary>
internal sealed record ServiceOptions
{
    /// <summary>A command for the image's shell that says whether it is healthy.</summary>
    public string? HealthCommand { get; init; }

    /// <summary>Between two looks.</summary>
    public TimeSpan? HealthInterval { get; init; }

    /// <summary>How long a look may take.</summary>
    public TimeSpan? HealthTimeout { get; init; }

    /// <summary>In which failures do not count.</summary>
    public TimeSpan? HealthStartPeriod { get; init; }

    /// <summary>How many failures make it unhealthy.</summary>
    public int? HealthRetries { get; init; }

    /// <summary>Who runs its first process.</summary>
    public string? User { get; init; }

    /// <summary>Where that runs.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The program, instead of the image's.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>Reads options.</summary>
    /// <exception cref="FormatException">One is not known, or has a value that cannot be; the message says which.</exception>
    public static ServiceOptions Parse(string? text)
    {
        var options = new ServiceOptions();
        var words = new Queue<string>(Words(text ?? ""));
        while (words.TryDequeue(out var word))
        {
            var (name, value) = word.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && word.StartsWith("--", StringComparison.Ordinal)
                ? (word[..at], word[(at + 1)..])
                : (word, words.TryDequeue(out var next) ? next : throw new FormatException($"'{word}' has no value."));
            options = name switch
            {
                "--health-cmd" => options with { HealthCommand = value },
                "--health-interval" => options with { HealthInterval = Duration(name, value) },
                "--health-timeout" => options with { HealthTimeout = Duration(name, value) },
                "--health-start-period" => options with { HealthStartPeriod = Duration(name, value) },
                "--health-retries" => options with { HealthRetries = Number(name, value) },
                "--user" or "-u" => options with { User = value },
                "--workdir" or "-w" => options with { WorkingDirectory = value },
                "--entrypoint" => options with { Entrypoint = value },
                _ => throw new FormatException($"'{name}' is not one of --health-cmd, --health-interval, --health-timeout, --health-start-period, --health-retries, --user, --workdir and --entrypoint."),
            };
        }

        return options;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} must be a number greater than 0.");

    /// <summary>Durations as Go writes them, of one unit.</summary>
    private static TimeSpan Duration(string name, string value)
    {
        var digits = value.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!double.TryParse(value.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 86_400_000)
            throw new FormatException($"{name} must be a duration such as 10s.");
        return value[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => throw new FormatException($"{name} must be a duration such as 10s."),
        };
    }

    /// <summary>Words as a shell has them: quotes hold blanks together, and a backslash takes the next character as it is.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, quote) = (false, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
                (_, isWord) = (word.Append(text[++i]), true);
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
                (quote, isWord) = (quote == '\0' ? c : '\0', true);
            else if (quote != '\0' || !char.IsWhiteSpace(c))
                (_, isWord) = (word.Append(c), true);
            else if (isWord)
                (isWord, _) = (false, Take(words, word));
        }

        if (quote != '\0')
            throw new FormatException($"a {quote} is not closed.");
        if (isWord)
            Take(words, word);
        return words;
    }

    private static StringBuilder Take(List<string> words, StringBuilder word)
    {
        words.Add(word.ToString());
        return word.Clear();
    }
}
