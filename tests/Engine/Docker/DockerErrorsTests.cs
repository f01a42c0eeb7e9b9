using BenchCluster.Docker;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Docker;

/// <summary>The words of engines that differ from the one at hand: Docker 20.10 to 29, and Podman.</summary>
public sealed class DockerErrorsTests
{
    [Theory]
    [InlineData(404, "No such image: nothing:1", EngineError.NoSuchImage)]
    [InlineData(404, "no such image: nothing:1", EngineError.NoSuchImage)]
    [InlineData(404, "nothing:1: image not known", EngineError.NoSuchImage)]
    [InlineData(409, "Conflict. The container name \"/box\" is already in use by container \"4b5d\". You have to remove (or rename) that container to be able to reuse that name.", EngineError.NameTaken)]
    [InlineData(500, "creating container storage: the container name \"box\" is already in use by 4b5d. You have to remove that container to be able to reuse that name: that name is already in use", EngineError.NameTaken)]
    [InlineData(500, "failed to create task: mkdir /var/lib/docker/overlay2/4b5d: no space left on device", EngineError.DiskFull)]
    [InlineData(500, "write /var/lib/docker/tmp: disk quota exceeded", EngineError.DiskFull)]
    [InlineData(400, "invalid mount config for type \"bind\": bind source path does not exist: /nowhere", EngineError.Invalid)]
    [InlineData(500, "something else", EngineError.Other)]
    [InlineData(503, "the engine is shutting down", EngineError.Unavailable)]
    public void A_refusal_to_create_a_container_is_understood(int status, string message, EngineError expected)
    {
        var call = new DockerCall("Creation of container box", EngineError.NoSuchImage, EngineError.NameTaken);

        Assert.Equal(expected, ErrorOf(call, status, message));
    }

    [Theory]
    [InlineData(404, "No such container: box", EngineError.NoSuchContainer)]
    [InlineData(404, "no container with name or ID \"box\" found: no such container", EngineError.NoSuchContainer)]
    [InlineData(409, "container is marked for removal and cannot be started", EngineError.NoSuchContainer)]
    [InlineData(500, "driver failed programming external connectivity", EngineError.StartFailed)]
    [InlineData(400, "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: \"/.bench/bin/bench-agent\": stat /.bench/bin/bench-agent: no such file or directory: unknown", EngineError.StartFailed)]
    [InlineData(500, "crun: executable file `/.bench/bin/bench-agent` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found", EngineError.StartFailed)]
    public void A_refusal_to_start_a_container_is_understood(int status, string message, EngineError expected)
    {
        var call = DockerCall.OnContainer("Start", "box") with { Conflict = EngineError.StartFailed, Failure = EngineError.StartFailed };

        Assert.Equal(expected, ErrorOf(call, status, message));
    }

    [Theory]
    [InlineData(404, "No such image: nothing:1", EngineError.NoSuchImage)]
    [InlineData(409, "conflict: unable to remove repository reference \"image:1\" (must force) - container 4b5d is using its referenced image 9c1e", EngineError.InUse)]
    [InlineData(409, "conflict: unable to delete image:1 (must be forced) - container 4b5d is using its referenced image 9c1e", EngineError.InUse)]
    [InlineData(409, "image is in use by a container: image used by 4b5d: image is in use by a container: consider listing external containers and force-removing image", EngineError.InUse)]
    public void A_refusal_to_remove_an_image_is_understood(int status, string message, EngineError expected)
    {
        Assert.Equal(expected, ErrorOf(DockerCall.OnImage("Removal", "image:1"), status, message));
    }

    [Theory]
    [InlineData(404, "manifest for nothing:1 not found: manifest unknown: manifest unknown", EngineError.NoSuchImage)]
    [InlineData(404, "pull access denied for nothing, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", EngineError.NoSuchImage)]
    [InlineData(404, "failed to resolve reference \"registry.example/nothing:1\": registry.example/nothing:1: not found", EngineError.NoSuchImage)]
    [InlineData(500, "Get \"https://registry.example/v2/\": dial tcp: lookup registry.example: no such host", EngineError.Other)]
    [InlineData(500, "toomanyrequests: You have reached your unauthenticated pull rate limit.", EngineError.Other)]
    public void A_refusal_to_pull_an_image_is_understood(int status, string message, EngineError expected)
    {
        Assert.Equal(expected, ErrorOf(DockerCall.OnImage("Pull", "nothing:1"), status, message));
    }

    [Theory]
    [InlineData("""{"message":"No such container: box"}""", "No such container: box")]
    [InlineData("""{"cause":"no such container","message":"no container \"box\"","response":404}""", "no container \"box\"")]
    [InlineData("<html>Bad gateway</html>", "502 <html>Bad gateway</html>")]
    [InlineData("""["message"]""", """502 ["message"]""")]
    [InlineData("", "502")]
    public void A_message_is_the_engines_own_words(string body, string expected)
    {
        Assert.Equal(expected, DockerErrors.MessageIn(new((System.Net.HttpStatusCode)502, body)));
    }

    private static EngineError? ErrorOf(DockerCall call, int status, string message)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { message });
        return DockerErrors.Translate(new global::Docker.DotNet.DockerApiException((System.Net.HttpStatusCode)status, body), call)?.Error;
    }
}
