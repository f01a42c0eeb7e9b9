using System.Collections.Concurrent;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>Builds of images.</summary>
public abstract class ImageBuildCompliance : ContainerEngineCompliance
{
    private readonly ConcurrentQueue<string> _log = new();

    private string LogText => string.Concat(_log);

    [Fact]
    public async Task A_build_makes_an_image_with_its_labels_user_and_directory()
    {
        var spec = Build("USER user:user\nWORKDIR /srv\n") with { Labels = new Dictionary<string, string> { ["colour"] = "green, \"light\"" } };

        var image = await BuildAsync(spec);

        Assert.Equal(("user:user", "/srv", "green, \"light\""), (image.User, image.WorkingDirectory, image.Labels["colour"]));
        Assert.Equal(image.Id, (await Engine.InspectImageAsync(spec.Tag, Deadline))?.Id);
    }

    [Fact]
    public async Task A_build_delivers_its_output_and_uses_its_arguments()
    {
        var spec = Build("ARG WORD\nRUN echo \"said: $WORD\"\n") with { Arguments = new Dictionary<string, string> { ["WORD"] = "a & b = \"c\"" } };

        await BuildAsync(spec);

        Assert.Contains("said: a & b = \"c\"", LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_files_of_the_context_are_copied(bool isGzipped)
    {
        var context = new ContextArchive().File("./one", "1").File("directory/two words", "2").Link("link", "directory/two words");
        var spec = Build("COPY . /context/\nRUN cd /context && find . -type f -o -type l | sort && cat link\n", context, isGzipped);

        await BuildAsync(spec);

        Assert.Contains("./directory/two words\n./link\n./one\n2", LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_context_ignores_is_not_copied_nor_is_the_Dockerfile_that_was_given_apart()
    {
        var context = new ContextArchive()
            .File("Dockerfile", "the context's own")
            .File("logs/today", "")
            .File("logs/keep", "")
            .File("source/a.tmp", "")
            .File("source/a.cs", "")
            .File(".dockerignore", "# comment\nlogs\n!logs/keep\n**/*.tmp\n");
        var spec = Build("COPY . /context/\nRUN cd /context && echo files: $(find . -type f | sort)\n", context);

        await BuildAsync(spec);

        Assert.Contains("files: ./Dockerfile ./logs/keep ./source/a.cs\n", LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_fails_fails_the_build_with_its_command_after_its_output()
    {
        var failure = await FailsAsync(EngineError.BuildFailed, () => BuildAsync(Build("RUN echo before; exit 7\n")));

        Assert.Contains("exit 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("returned a non-zero code: 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("before\n", LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Dockerfile_that_cannot_be_understood_fails_the_build()
    {
        var failure = await FailsAsync(EngineError.BuildFailed, () => BuildAsync(Build("DANCE slowly\n")));

        Assert.Contains("DANCE", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_base_image_that_cannot_be_had_fails_the_build()
    {
        var spec = Build("") with { Dockerfile = $"FROM {Harness.UnreachableImage}\n" };

        await FailsAsync(EngineError.BuildFailed, () => BuildAsync(spec));
    }

    [Fact]
    public async Task A_build_that_takes_too_long_fails_and_says_how_long_it_had()
    {
        var spec = Build("RUN sleep 50\n") with { Timeout = TimeSpan.FromSeconds(2) };

        var failure = await FailsAsync(EngineError.BuildFailed, () => BuildAsync(spec));

        Assert.Contains("2 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_nobody_waits_for_any_more_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var spec = Build("RUN echo begun; sleep 50\n");
        var build = Engine.BuildImageAsync(spec, text => _ = text.Contains("begun\n", StringComparison.Ordinal) && begun.TrySetResult(), cancellation.Token);
        await begun.Task.WaitAsync(Deadline);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build.WaitAsync(Deadline));
        Assert.Null(await Engine.InspectImageAsync(spec.Tag, Deadline));
    }

    [Fact]
    public async Task Builds_of_one_tag_at_once_are_one_build_and_one_that_is_cancelled_does_not_end_it()
    {
        using var impatient = new CancellationTokenSource();
        var spec = Build("RUN echo number $(cat /proc/sys/kernel/random/uuid)\n");
        var cancelled = Engine.BuildImageAsync(spec, _ => { }, impatient.Token);
        var builds = Enumerable.Range(0, 3).Select(_ => BuildAsync(spec)).ToArray();

        await impatient.CancelAsync();
        var images = await Task.WhenAll(builds);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Single(images.Select(image => image.Id).Distinct());
        // Each of the three hears of it, and of the same one.
        var numbers = _log.Where(text => text.StartsWith("number ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, numbers.Length);
        Assert.Single(numbers.Distinct());
    }

    [Fact]
    public async Task A_context_that_cannot_be_read_is_the_requests_fault()
    {
        var spec = Build("COPY . /context/\n") with
        {
            OpenContext = _ => Task.FromResult<Stream>(new MemoryStream([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
        };

        var failure = await FailsAsync(EngineError.Invalid, () => BuildAsync(spec));

        Assert.Contains("context", failure.Message, StringComparison.Ordinal);
    }

    private Task<ImageInfo> BuildAsync(ImageBuildSpec spec) => Engine.BuildImageAsync(spec, _log.Enqueue, Deadline);

    private ImageBuildSpec Build(string steps, ContextArchive? context = null, bool isGzipped = true)
    {
        var archive = isGzipped ? context?.Gzipped() : context?.Plain();
        return new ImageBuildSpec
        {
            Tag = Harness.NewTag(),
            Dockerfile = Harness.DockerfileHead + steps,
            OpenContext = archive is null ? null : _ => Task.FromResult<Stream>(new MemoryStream(archive)),
        };
    }
}
