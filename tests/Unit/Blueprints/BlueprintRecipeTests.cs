using BenchCluster.Blueprints;

namespace BenchCluster.Tests.Blueprints;

public sealed class BlueprintRecipeTests
{
    private static readonly BlueprintCreateRequest Request = new() { Name = "b", Dockerfile = "FROM x" };

    [Fact]
    public void Setup_commands_are_run_on_top_whatever_they_contain()
    {
        var text = BlueprintRecipe.Dockerfile(Request with { SystemSetupCommands = ["echo \"a\"\necho b", "true"] }, "base");

        Assert.Equal(
            "FROM x\nRUN [\"/bin/sh\", \"-c\", \"echo \\u0022a\\u0022\\necho b\"]\nRUN [\"/bin/sh\", \"-c\", \"true\"]\n", text);
    }

    [Fact]
    public void Without_a_Dockerfile_the_base_image_is_meant() =>
        Assert.Equal("FROM base\n", BlueprintRecipe.Dockerfile(new BlueprintCreateRequest { Name = "b" }, "base"));

    [Fact]
    public void The_hash_depends_on_content_and_not_on_name_or_order()
    {
        var arguments = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" };
        var reversed = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" };
        string Hash(BlueprintCreateRequest request, string? context = "c") => BlueprintRecipe.Hash(request, "FROM x\n", context);

        Assert.Equal(Hash(Request with { BuildArgs = arguments }), Hash(Request with { Name = "other", BuildArgs = reversed }));
        Assert.NotEqual(Hash(Request), Hash(Request with { BuildArgs = arguments }));
        Assert.NotEqual(Hash(Request), Hash(Request, "d"));
        Assert.NotEqual(Hash(Request), Hash(Request, null));
        Assert.NotEqual(Hash(Request), BlueprintRecipe.Hash(Request, "FROM x\n", "c", isOffline: true));
    }
}
