using System.CommandLine;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary>A command that lists resources, the newest first.</summary>
internal abstract class ListCommand<T> : BenchCommand
{
    private readonly int _usual;
    private readonly NumberOption<int> _limit;
    private readonly JsonOption _json = new();

    protected ListCommand(string name, string description, CommandContext context, int usual = 100)
        : base(name, description, context)
    {
        _usual = usual;
        _limit = new NumberOption<int>("--limit", $"How many to show, the newest first; default {usual}.", least: 1);
        Options.Add(_limit);
        Options.Add(_json);
    }

    /// <summary>The resources, at most so many.</summary>
    protected abstract IAsyncEnumerable<T> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken);

    /// <summary>The resources as a table.</summary>
    protected abstract Task<Listing> TableAsync(IReadOnlyList<T> items, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var limit = arguments.GetValue(_limit) ?? _usual;
        var items = new List<T>();
        // One more than is shown tells whether there are more.
        await foreach (var item in ItemsAsync(arguments, limit == int.MaxValue ? limit : limit + 1, cancellationToken))
            items.Add(item);
        var shown = items.Take(limit).ToList();
        if (arguments.GetValue(_json))
            Terminal.WriteJson(shown);
        else
            Terminal.Out.Write(await TableAsync(shown, cancellationToken));
        if (items.Count > limit)
            Terminal.WriteNotice($"These are the newest {limit}; --limit shows more.");
        return ExitStatus.Done;
    }
}
