using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>What a request to the engine is about, and what the engine's answers mean for it.</summary>
/// <param name="What">What is done to what, to begin a message with: <c>Start of container x</c>.</param>
/// <param name="NotFound">What 404 means.</param>
/// <param name="Conflict">What 409 means.</param>
/// <param name="Failure">What an answer means that nothing else tells apart.</param>
internal sealed record DockerCall(
    string What,
    EngineError NotFound,
    EngineError Conflict = EngineError.InUse,
    EngineError Failure = EngineError.Other)
{
    /// <summary>A call about a container.</summary>
    public static DockerCall OnContainer(string what, string container) =>
        new($"{what} of container {container}", EngineError.NoSuchContainer);

    /// <summary>A call about an image.</summary>
    public static DockerCall OnImage(string what, string image) =>
        new($"{what} of image {image}", EngineError.NoSuchImage);
}
