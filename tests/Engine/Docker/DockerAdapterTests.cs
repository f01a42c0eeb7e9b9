using System.Text.Json;
using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Tests.Docker;

/// <summary>What the adapter owes to Docker in particular.</summary>
public sealed class DockerAdapterTests : DockerTest
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task A_container_whose_agent_cannot_be_run_fails_to_start_and_is_found_not_to_run()
    {
        var directory = Docker.ProgramDirectory("no program", UnixFileMode.None);
        var engine = Docker.EngineOf(Docker.Options with { AgentDirectory = directory });
        var container = await engine.CreateAsync(Docker.Spec(), Deadline);

        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.StartAsync(container.Id, Deadline));

        Assert.Equal(EngineError.StartFailed, failure.Error);
        Assert.False((await engine.InspectAsync(container.Id, Deadline))?.IsRunning);
    }

    [Fact]
    public async Task A_devbox_that_may_have_more_cores_than_the_node_has_gets_them_all()
    {
        var spec = Docker.Spec();
        var greedy = spec.Limits with { Cpus = 1000 };
        var cores = (await Engine.GetInfoAsync(Deadline)).Cpus;

        var container = await Engine.CreateAsync(spec with { Limits = greedy }, Deadline);
        await Engine.StartAsync(container.Id, Deadline);
        Assert.Equal(cores, (await Docker.LimitsOfAsync(container.Id)).Cpus);

        await Engine.UpdateLimitsAsync(container.Id, greedy with { Processes = 55 }, Deadline);
        Assert.Equal((cores, 55), ((await Docker.LimitsOfAsync(container.Id)).Cpus, (await Docker.LimitsOfAsync(container.Id)).Processes));
    }

    [Fact]
    public async Task An_image_of_a_registry_is_there_once_it_is_pulled()
    {
        var image = Docker.Registry.Reference("present");
        Assert.Null(await Engine.InspectImageAsync(image, Deadline));

        await Engine.PullImageAsync(image, Deadline);

        Assert.NotNull(await Engine.InspectImageAsync(image, Deadline));
    }

    [Fact]
    public async Task A_committed_image_is_configured_as_its_parent_as_if_the_agent_had_never_been_there()
    {
        var parent = new ImageBuildSpec
        {
            Tag = Docker.NewTag(),
            Dockerfile = Docker.DockerfileHead + """
                USER user
                WORKDIR /srv
                ENV COLOUR="green and blue" EMPTY=
                EXPOSE 8080
                VOLUME /data
                STOPSIGNAL SIGUSR1
                HEALTHCHECK --interval=5s CMD true
                SHELL ["/bin/bash", "-c"]
                ENTRYPOINT ["/usr/bin/env"]
                CMD ["true", "two words"]
                """,
        };
        await Engine.BuildImageAsync(parent, _ => { }, Deadline);
        var container = await Engine.CreateAsync(Docker.Spec() with { Image = parent.Tag, Environment = new Dictionary<string, string> { ["COLOUR"] = "red" } }, Deadline);

        var committed = await Engine.CommitAsync(container.Id, Docker.NewTag(), Deadline);

        Assert.Equal(await ConfigOfAsync(parent.Tag), await ConfigOfAsync(committed.Id));
    }

    [Fact]
    public async Task A_committed_image_of_a_parent_without_a_command_has_none()
    {
        var parent = new ImageBuildSpec { Tag = Docker.NewTag(), Dockerfile = Docker.DockerfileHead + "ENTRYPOINT []\nCMD []\n" };
        await Engine.BuildImageAsync(parent, _ => { }, Deadline);
        var container = await Engine.CreateAsync(Docker.Spec() with { Image = parent.Tag }, Deadline);

        var committed = await Engine.CommitAsync(container.Id, Docker.NewTag(), Deadline);

        var config = (await Docker.Client.Images.InspectImageAsync(committed.Id)).Config;
        Assert.Equal((0, 0), (config.Entrypoint?.Count ?? 0, config.Cmd?.Count ?? 0));
    }

    [Fact]
    public async Task The_values_of_a_devboxs_own_variables_are_not_committed()
    {
        var spec = Docker.Spec() with { Environment = new Dictionary<string, string> { ["TOKEN"] = "a-secret" } };
        var container = await Engine.CreateAsync(spec, Deadline);

        var committed = await Engine.CommitAsync(container.Id, Docker.NewTag(), Deadline);

        var image = await Docker.Client.Images.InspectImageAsync(committed.Id);
        Assert.DoesNotContain("a-secret", JsonSerializer.Serialize(image.Config), StringComparison.Ordinal);
        Assert.Contains("TOKEN=", image.Config.Env);
    }

    [Fact]
    public async Task A_container_of_a_committed_image_that_somebody_else_makes_is_no_devboxs()
    {
        var container = await Engine.CreateAsync(Docker.Spec(), Deadline);
        var committed = await Engine.CommitAsync(container.Id, Docker.NewTag(), Deadline);
        await Engine.RemoveAsync(container.Id, Deadline);

        await Docker.Client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = committed.Id, Cmd = ["true"] });

        Assert.Empty(await Engine.ListAsync(Deadline));
    }

    private async Task<string> ConfigOfAsync(string image)
    {
        var config = (await Docker.Client.Images.InspectImageAsync(image)).Config;
        // The image that it was made from, and what the container was called: nothing that its user sees.
        (config.Image, config.Hostname, config.Domainname) = ("", "", "");
        config.Labels = config.Labels.Where(label => label.Value.Length > 0).ToDictionary();
        return JsonSerializer.Serialize(config, Indented);
    }
}
