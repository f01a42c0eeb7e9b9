using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>Images: found, pulled, committed and removed.</summary>
public abstract class ImageCompliance : ContainerEngineCompliance
{
    [Fact]
    public async Task An_image_that_is_not_there_is_null()
    {
        Assert.Null(await Engine.InspectImageAsync(Harness.NewTag(), Deadline));
    }

    [Fact]
    public async Task An_image_is_found_by_its_tag_and_by_its_id()
    {
        var byTag = await Engine.InspectImageAsync(Harness.Image, Deadline);
        Assert.NotNull(byTag);

        var byId = await Engine.InspectImageAsync(byTag.Id, Deadline);

        Assert.Equal((byTag.Id, byTag.SizeBytes), (byId?.Id, byId?.SizeBytes));
        Assert.InRange(byTag.SizeBytes, 1 << 20, long.MaxValue);
    }

    [Fact]
    public async Task An_image_that_its_registry_does_not_have_is_told_apart_from_a_registry_that_does_not_answer()
    {
        await FailsAsync(EngineError.NoSuchImage, () => Engine.PullImageAsync(Harness.AbsentImage, Deadline));
        // Not Unavailable, which is the engine's own silence: that is waited out, and an unknown registry's never ends.
        await FailsAsync(EngineError.Other, () => Engine.PullImageAsync(Harness.UnreachableImage, Deadline));
    }

    [Fact]
    public async Task A_committed_container_keeps_its_disk()
    {
        var container = await RunAsync(Harness.Spec(FirstProcess.WritesFile));
        await EndOfAsync(container);

        var image = await Engine.CommitAsync(container.Id, Harness.NewTag(), Deadline);

        var copy = await RunAsync(Harness.Spec(FirstProcess.LooksForFile) with { Image = image.Id });
        Assert.Equal(3, (await EndOfAsync(copy))?.ExitCode);
    }

    [Fact]
    public async Task A_container_is_committed_while_it_runs_and_goes_on()
    {
        var container = await RunAsync(Harness.Spec());
        var tag = Harness.NewTag();

        var image = await Engine.CommitAsync(container.Id, tag, Deadline);

        Assert.Equal(image.Id, (await Engine.InspectImageAsync(tag, Deadline))?.Id);
        Assert.True((await Engine.InspectAsync(container.Id, Deadline))?.IsRunning);
    }

    [Fact]
    public async Task A_committed_image_has_its_parents_user_and_directory_and_is_no_devboxs()
    {
        var parent = new ImageBuildSpec { Tag = Harness.NewTag(), Dockerfile = Harness.DockerfileHead + "USER user\nWORKDIR /srv\n" };
        await Engine.BuildImageAsync(parent, _ => { }, Deadline);
        var spec = Harness.Spec() with { Image = parent.Tag };
        var container = await Engine.CreateAsync(spec, Deadline);

        var image = await Engine.CommitAsync(container.Id, Harness.NewTag(), Deadline);

        Assert.Equal(("user", "/srv"), (image.User, image.WorkingDirectory));
        Assert.DoesNotContain(spec.DevboxId, image.Labels.Values);
    }

    [Fact]
    public async Task An_image_is_removed_and_removing_it_again_is_no_error()
    {
        var tag = Harness.NewTag();
        var container = await Engine.CreateAsync(Harness.Spec(), Deadline);
        var image = await Engine.CommitAsync(container.Id, tag, Deadline);

        await Engine.RemoveImageAsync(tag, Deadline);
        await Engine.RemoveImageAsync(tag, Deadline);

        Assert.Null(await Engine.InspectImageAsync(image.Id, Deadline));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_that_a_container_uses_is_in_use_whether_or_not_it_runs(bool isRunning)
    {
        var tag = Harness.NewTag();
        var image = await Engine.CommitAsync((await Engine.CreateAsync(Harness.Spec(), Deadline)).Id, tag, Deadline);
        var user = await Engine.CreateAsync(Harness.Spec() with { Image = tag }, Deadline);
        if (isRunning)
            await Engine.StartAsync(user.Id, Deadline);

        await FailsAsync(EngineError.InUse, () => Engine.RemoveImageAsync(tag, Deadline));

        Assert.Equal(image.Id, (await Engine.InspectImageAsync(tag, Deadline))?.Id);
        await Engine.RemoveAsync(user.Id, Deadline);
        await Engine.RemoveImageAsync(tag, Deadline);
    }
}
