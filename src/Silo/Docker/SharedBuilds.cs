using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>
/// Makes one build of several of the same tag at once. It goes on as long as one of its callers still waits, and who
/// joins late gets the output from then on.
/// </summary>
/// <param name="build">Builds one image.</param>
internal sealed class SharedBuilds(Func<ImageBuildSpec, Action<string>, CancellationToken, Task<ImageInfo>> build)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Shared> _running = [];

    /// <summary>Builds the image, or waits for the build of its tag that runs.</summary>
    public async Task<ImageInfo> BuildAsync(ImageBuildSpec spec, Action<string> log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shared = Join(spec, log);
        try
        {
            return await shared.Result.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(spec.Tag, shared, log);
        }
    }

    private Shared Join(ImageBuildSpec spec, Action<string> log)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(spec.Tag, out var shared))
            {
                shared = new Shared(spec, build, _lock);
                _running.Add(spec.Tag, shared);
            }

            shared.Listeners = [.. shared.Listeners, log];
            return shared;
        }
    }

    private void Leave(string tag, Shared shared, Action<string> log)
    {
        lock (_lock)
        {
            var left = shared.Listeners.ToList();
            left.Remove(log);
            shared.Listeners = [.. left];
            // A build that is done, or that nobody waits for, is not to be joined.
            if (left.Count > 0 && !shared.Result.Value.IsCompleted)
                return;
            if (_running.GetValueOrDefault(tag) == shared)
                _running.Remove(tag);
            if (left.Count > 0)
                return;
        }

        shared.Cancellation.Cancel();
    }

    private sealed class Shared
    {
        public Shared(
            ImageBuildSpec spec, Func<ImageBuildSpec, Action<string>, CancellationToken, Task<ImageInfo>> build, Lock gate)
        {
            // Off the caller's thread, which may be in the middle of a grain's turn; lazily, to be outside of the lock.
            Result = new(() => Task.Run(() => build(spec, Deliver, Cancellation.Token)));

            void Deliver(string output)
            {
                Action<string>[] listeners;
                lock (gate)
                    listeners = Listeners;
                foreach (var listener in listeners)
                    listener(output);
            }
        }

        // Not disposed: it has no timer and no wait handle, and its token may be in use when the last caller has left.
        public CancellationTokenSource Cancellation { get; } = new();

        public Lazy<Task<ImageInfo>> Result { get; }

        public Action<string>[] Listeners { get; set; } = [];
    }
}
