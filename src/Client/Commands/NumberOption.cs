using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace BenchCluster.Client.Commands;

/// <summary>A number within bounds.</summary>
internal sealed class NumberOption<T> : Option<T?>
    where T : struct, INumber<T>
{
    public NumberOption(string name, string description, T least, T? most = null, params string[] aliases)
        : base(name, aliases)
    {
        Description = description;
        HelpName = "N";
        CustomParser = result =>
        {
            if (T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value)
                && value >= least && (most is null || value <= most))
                return value;
            result.AddError($"{name}: expected {Kind} {Bounds(least, most)}, found '{result.Tokens[0].Value}'.");
            return null;
        };
    }

    private static string Kind => typeof(T) == typeof(int) || typeof(T) == typeof(long) ? "a whole number" : "a number";

    private static string Bounds(T least, T? most) => most is null ? $"of at least {least}" : $"from {least} to {most}";
}
