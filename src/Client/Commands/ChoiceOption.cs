using System.CommandLine;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary>One of an enum's values, by the API's name, in any case and with <c>-</c> or <c>_</c>.</summary>
internal sealed class ChoiceOption<T> : Option<T?>
    where T : struct, Enum
{
    public ChoiceOption(string name, string description, params T[] except)
        : base(name)
    {
        var choices = Enum.GetValues<T>().Except(except).ToDictionary(value => WireJson.NameOf(value).ToLowerInvariant());
        Description = $"{description} One of {string.Join(", ", choices.Keys)}.";
        HelpName = name.TrimStart('-').ToUpperInvariant();
        CompletionSources.Clear(); // The enum's own names are not the API's.
        CompletionSources.Add([.. choices.Keys]);
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (choices.TryGetValue(given.ToLowerInvariant().Replace('-', '_'), out var value))
                return value;
            result.AddError($"{name}: expected one of {string.Join(", ", choices.Keys)}, found '{given}'.");
            return null;
        };
    }
}
