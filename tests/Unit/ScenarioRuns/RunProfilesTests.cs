using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Mounts;
using BenchCluster.ScenarioRuns;
using BenchCluster.Secrets;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class RunProfilesTests
{
    [Fact]
    public void A_runs_own_profile_goes_before_its_benchmark_runs()
    {
        var inherited = new RunProfile
        {
            EnvVars = new Dictionary<string, string> { ["A"] = "1", ["B"] = "1", ["C"] = "1" },
            Secrets = new Dictionary<string, string> { ["S"] = "one", ["T"] = "one" },
            Purpose = "all",
            LaunchParameters = new LaunchParameters { LaunchCommands = ["make"], KeepAliveTimeSeconds = 60 },
            Mounts = [new FileMount { Target = "/a", Content = "a" }],
        };
        var own = new RunProfile
        {
            EnvVars = new Dictionary<string, string> { ["B"] = "2", ["S"] = "plain" },
            Secrets = new Dictionary<string, string> { ["C"] = "two" },
            LaunchParameters = new LaunchParameters { KeepAliveTimeSeconds = 90 },
            Mounts = [new FileMount { Target = "/b", Content = "b" }],
        };

        var both = RunProfiles.Over(own, inherited)!;

        Assert.Equal(new Dictionary<string, string> { ["A"] = "1", ["B"] = "2", ["S"] = "plain" }, both.EnvVars);
        Assert.Equal(new Dictionary<string, string> { ["T"] = "one", ["C"] = "two" }, both.Secrets);
        Assert.Equal(("all", 90L, "make"), (both.Purpose, both.LaunchParameters!.KeepAliveTimeSeconds, both.LaunchParameters.LaunchCommands![0]));
        Assert.Equal(["/a", "/b"], both.Mounts!.Cast<FileMount>().Select(mount => mount.Target));
    }

    [Fact]
    public void Tokens_of_mounts_are_kept_encrypted_and_given_back_also_through_another_owner()
    {
        var vault = new ReversingVault();
        var profile = new RunProfile { Mounts = [new CodeMount { RepoOwner = "o", RepoName = "r", Token = "secret" }, new AgentMount { AgentId = "agt_1", AuthToken = "other" }] };

        var kept = RunProfiles.Sealed(RunProfiles.Sealed(profile, vault, "bmr_1"), vault, "srn_1")!;

        Assert.DoesNotContain("secret", ((CodeMount)kept.Mounts![0]).Token, StringComparison.Ordinal);
        var opened = RunProfiles.Opened(kept, vault)!;
        Assert.Equal(("secret", "other"), (((CodeMount)opened[0]).Token, ((AgentMount)opened[1]).AuthToken));
    }

    private sealed class ReversingVault : ISecretVault
    {
        public byte[] Protect(string owner, string value) => Encoding.UTF8.GetBytes(owner + string.Concat(value.Reverse()));

        public string Reveal(string owner, byte[] encrypted) => string.Concat(Encoding.UTF8.GetString(encrypted)[owner.Length..].Reverse());
    }
}
