using System.CommandLine;

namespace BenchCluster.Client.Commands;

/// <summary><c>NAME=VALUE</c>, as often as wanted; of a name given twice the last counts.</summary>
internal sealed class PairsOption : Option<IReadOnlyDictionary<string, string>?>
{
    public PairsOption(string name, string description)
        : base(name)
    {
        Description = description;
        HelpName = "NAME=VALUE";
        Arity = ArgumentArity.OneOrMore;
        CompletionSources.Add(RepeatedOption.Siblings);
        CustomParser = result =>
        {
            var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var token in result.Tokens)
            {
                var separator = token.Value.IndexOf('=', StringComparison.Ordinal);
                if (separator < 1)
                    result.AddError($"{name}: expected NAME=VALUE, found '{token.Value}'.");
                else
                    pairs[token.Value[..separator]] = token.Value[(separator + 1)..];
            }

            return pairs;
        };
    }
}
