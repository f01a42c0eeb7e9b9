namespace BenchCluster.Client.Output;

/// <summary>Where text goes: a terminal with colours, or a pipe without.</summary>
internal interface IScreen
{
    /// <summary>Whether a person is watching, so that details which change by the second are worth asking for.</summary>
    bool IsLive { get; }

    /// <summary>Writes a line; never wrapped, so that what is on it can be copied.</summary>
    void WriteLine(params ReadOnlySpan<Styled> parts);

    /// <summary>Writes a table.</summary>
    void Write(Listing listing);

    /// <summary>Shows how far something is until it is done; fails as it fails.</summary>
    /// <param name="frame">How far it is now; asked from another thread.</param>
    Task ShowAsync(Func<ProgressFrame> frame, Task work, TimeProvider time);
}
