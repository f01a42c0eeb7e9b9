using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Placement;
using Microsoft.Extensions.Hosting;

namespace BenchCluster.Nodes;

/// <summary>
/// Tells the cluster of this node: what it can take and whether its engine answers, again and again; and, before the
/// silo stops, that it takes no more.
/// </summary>
public sealed partial class NodePresence : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EngineAnswersWithin = TimeSpan.FromSeconds(5);

    /// <summary>How long the silo still takes requests after it has said that it stops: until all who ask have noticed.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(2);

    private readonly IGrainFactory _grains;
    private readonly IContainerEngine _engine;
    private readonly IDevboxHost _host;
    private readonly DevboxOptions _options;
    private readonly NodeIdentity _identity;
    private readonly INodeDirectory _directory;
    private readonly INodeBook _book;
    private readonly ILogger<NodePresence> _logger;

    /// <summary>The presence of a node.</summary>
    public NodePresence(
        IGrainFactory grains, IContainerEngine engine, IDevboxHost host, DevboxOptions options, NodeIdentity identity, INodeDirectory directory, INodeBook book, ILogger<NodePresence> logger) =>
        (_grains, _engine, _host, _options, _identity, _directory, _book, _logger) = (grains, engine, host, options, identity, directory, book, logger);

    private bool _isFull;

    /// <summary>Whether the silo is about to stop.</summary>
    public bool IsLeaving { get; private set; }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsLeaving = true;
        try
        {
            await _book.MarkLeavingAsync(_identity.Node, isLeaving: true, cancellationToken);
            await ReportAsync(cancellationToken);
            if (_directory.Alive.Count > 1)
                await Task.Delay(Notice, cancellationToken);
        }
        catch (Exception e)
        {
            // It stops all the same; the others find out.
            LogFailed(_logger, e.Message);
        }
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isMarked = false;
        while (!stoppingToken.IsCancellationRequested && !IsLeaving)
        {
            try
            {
                if (!isMarked)
                    await _book.MarkLeavingAsync(_identity.Node, isLeaving: false, stoppingToken);
                isMarked = true;
                await ReportAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(_logger, e.Message);
            }

            try
            {
                await Task.Delay(Period, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken) =>
        await _grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key).Report(new NodeReport
        {
            Node = _identity.Node,
            Slots = _identity.Slots,
            Cpus = _identity.Cpus,
            MemoryBytes = _identity.MemoryBytes,
            DiskBytes = _identity.DiskBytes,
            TakesDevboxes = !IsLeaving && await IsWellAsync(cancellationToken),
        });

    private async Task<bool> IsWellAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EngineAnswersWithin);
        try
        {
            var info = await _engine.GetInfoAsync(limit.Token);
            var free = Math.Min(_host.FreeDiskBytes, info.FreeDiskBytes ?? long.MaxValue);
            var isFull = free < _options.LeastFreeDiskBytes;
            // Said once: what is logged may be on that disk, too.
            if (isFull && !_isFull)
                LogFull(_logger, free >> 20, _options.LeastFreeDiskBytes >> 20);
            _isFull = isFull;
            return !isFull;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogSick(_logger, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster could not be told of this node: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Only {Free} MiB of disk are free, less than {Least}; this node gets no new devboxes.")]
    private static partial void LogFull(ILogger logger, long free, long least);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine does not answer; this node gets no new devboxes: {Reason}")]
    private static partial void LogSick(ILogger logger, string reason);
}
