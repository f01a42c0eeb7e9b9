using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>
/// What the compliance suites need of the engine that they run on. One for each test, with a cluster of its own, which it
/// leaves without a trace: its disposal removes all that the test made, and fails when something cannot be removed.
/// </summary>
public interface IEngineHarness : IAsyncDisposable
{
    /// <summary>The engine, as the test's cluster sees it.</summary>
    IContainerEngine Engine { get; }

    /// <summary>The same engine, as another cluster sees it.</summary>
    IContainerEngine Neighbour { get; }

    /// <summary>An image of the node with a shell in it.</summary>
    string Image { get; }

    /// <summary>An image that a registry answers to not have.</summary>
    string AbsentImage { get; }

    /// <summary>An image of a registry that does not answer.</summary>
    string UnreachableImage { get; }

    /// <summary>A reference that no other test uses, for an image to make.</summary>
    string NewTag();

    /// <summary>The head of a Dockerfile whose image, whole or half made, is known to be the test's.</summary>
    string DockerfileHead { get; }

    /// <summary>A container to make, of a devbox that no other test has.</summary>
    ContainerSpec Spec(FirstProcess process = FirstProcess.Waits);

    /// <summary>The limits that really hold for a container, but that of its disk.</summary>
    Task<ContainerLimits> LimitsOfAsync(string container);
}
