using BenchCluster.Blueprints;

namespace BenchCluster.Tests.Blueprints;

public sealed class DockerfileSecretsTests
{
    private const string Mount = "--mount=type=secret,id=A,mode=0444 ";
    private const string Export = "export A=\"$(cat /run/secrets/A)\"; ";

    [Theory]
    [InlineData("FROM x\nRUN make", $"FROM x\nRUN {Mount}{Export}make")]
    [InlineData("FROM x\nrun a && \\\n  RUN b\nRUN c", $"FROM x\nRUN {Mount}{Export}a && \\\n  RUN b\nRUN {Mount}{Export}c")]
    [InlineData("RUN [\"make\"]", $"RUN {Mount}[\"make\"]")]
    [InlineData("RUN --network=none \\\n  make", $"RUN {Mount}--network=none \\\n  {Export}make")]
    [InlineData("RUN --mount=type=secret,id=A make", "RUN --mount=type=secret,id=A make")]
    [InlineData("# RUN x\nENV RUN=1\nCOPY RUN /", "# RUN x\nENV RUN=1\nCOPY RUN /")]
    public void A_secret_is_mounted_for_each_instruction(string dockerfile, string expected) =>
        Assert.Equal(expected, DockerfileSecrets.Mount(dockerfile, ["A"]));

    [Fact]
    public void A_mount_that_shall_be_a_variable_becomes_one_for_builders_that_do_not_know_that() => Assert.Equal(
        "RUN --mount=type=secret,id=A,target=/t export B=\"$(cat /t)\"; make",
        DockerfileSecrets.Mount("RUN --mount=type=secret,id=A,target=/t,env=B make", ["A"]));

    [Fact]
    public void Without_secrets_nothing_is_changed() => Assert.Equal("run   x\n", DockerfileSecrets.Mount("run   x\n", []));
}
