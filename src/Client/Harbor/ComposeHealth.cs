using System.Globalization;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads a service's <c>healthcheck</c>.</summary>
internal static class ComposeHealth
{
    private static readonly (string Key, string Option)[] Options =
        [("interval", "--health-interval"), ("timeout", "--health-timeout"), ("start_period", "--health-start-period"), ("retries", "--health-retries")];

    /// <summary>As options of <c>docker create</c>.</summary>
    public static IEnumerable<string> OptionsOf(ComposeSection service)
    {
        if (Command(service) is not { } command)
            yield break;
        yield return $"--health-cmd={command}";
        var section = service.Section("healthcheck")!;
        foreach (var (key, option) in Options)
        {
            if (section.Text(key) is { } value)
                yield return $"{option}={value}";
        }
    }

    /// <summary>As a scenario's.</summary>
    public static Healthcheck? Of(ComposeSection service)
    {
        if (Command(service) is not { } command)
            return null;
        var section = service.Section("healthcheck")!;
        return new Healthcheck
        {
            Command = command,
            IntervalSec = Seconds(section, "interval"),
            TimeoutSec = Seconds(section, "timeout"),
            StartPeriodSec = Seconds(section, "start_period"),
            Retries = int.TryParse(section.Text("retries"), CultureInfo.InvariantCulture, out var retries) ? retries : null,
        };
    }

    /// <summary>The command for the shell; null where there is none.</summary>
    private static string? Command(ComposeSection service)
    {
        if (service.Section("healthcheck") is not { } section)
            return null;
        section.Ignore("start_interval", "disable", "interval", "timeout", "start_period", "retries");
        var (text, list) = section.TextOrList("test");
        section.RefuseUnknown();
        if (section.Text("disable") is "true" || list is ["NONE"])
            return null;
        var command = list switch
        {
            null => text,
            ["CMD-SHELL", var shell] => shell,
            ["CMD", ..] => string.Join(' ', list.Skip(1).Select(ShellQuote.Of)),
            _ => null,
        };
        if (command is null)
            section.Refuse("test", "expected a text, or a list that begins with CMD or CMD-SHELL");
        return command;
    }

    private static double? Seconds(ComposeSection section, string key)
    {
        if (section.Text(key) is not { } text)
            return null;
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        double factor = text[digits..] switch { "s" or "" => 1, "ms" => 0.001, "m" => 60, "h" => 3600, _ => 0 };
        if (factor > 0 && double.TryParse(text.AsSpan(0, digits), CultureInfo.InvariantCulture, out var number))
            return number * factor;
        section.Refuse(key, $"expected a duration such as 10s, found {text}");
        return null;
    }
}
