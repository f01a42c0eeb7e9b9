using System.CommandLine;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary>Ids of resources, checked before anybody is asked about them.</summary>
internal static class IdArgument
{
    /// <summary>One id, of one of the kinds.</summary>
    public static Argument<string> One(params ResourceKind[] kinds)
    {
        var argument = new Argument<string>("ID") { Description = $"The {Nouns(kinds)}." };
        argument.Validators.Add(result => Check(result, kinds));
        return argument;
    }

    /// <summary>Several ids of a kind.</summary>
    public static Argument<string[]> Several(ResourceKind kind, ArgumentArity arity)
    {
        var argument = new Argument<string[]>("ID") { Description = $"The {kind.Noun}s.", Arity = arity };
        argument.Validators.Add(result => Check(result, kind));
        return argument;
    }

    private static void Check(System.CommandLine.Parsing.ArgumentResult result, params ResourceKind[] kinds)
    {
        foreach (var token in result.Tokens)
        {
            if (!kinds.Any(kind => ResourceId.IsId(kind, token.Value)))
                result.AddError($"'{token.Value}' is not the id of a {Nouns(kinds)}: those begin with {Prefixes(kinds)}.");
        }
    }

    private static string Nouns(ResourceKind[] kinds) => string.Join(" or ", kinds.Select(kind => kind.Noun));

    private static string Prefixes(ResourceKind[] kinds) => string.Join(" or ", kinds.Select(kind => $"{kind.Prefix}_"));
}
