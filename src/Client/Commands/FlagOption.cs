using System.CommandLine;

namespace BenchCluster.Client.Commands;

/// <summary>Something that is on when it is given; it takes no value, so what follows is completed as if it were not there.</summary>
internal class FlagOption : Option<bool>
{
    public FlagOption(string name, string description, params string[] aliases)
        : base(name, aliases)
    {
        Description = description;
        Arity = ArgumentArity.Zero;
    }
}
