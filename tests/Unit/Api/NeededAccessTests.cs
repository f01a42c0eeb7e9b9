using BenchCluster.ApiKeys;
using BenchCluster.Http.ApiKeys;

namespace BenchCluster.Tests.Api;

public sealed class NeededAccessTests
{
    [Theory]
    [InlineData("GET", "/v1/devboxes", ScopedResource.Devboxes, AccessLevel.Read)]
    [InlineData("POST", "/v1/devboxes", ScopedResource.Devboxes, AccessLevel.Write)]
    [InlineData("POST", "/v1/devboxes/dbx_1/wait_for_status", ScopedResource.Devboxes, AccessLevel.Read)]
    [InlineData("POST", "/v1/devboxes/dbx_1/execute", ScopedResource.Devboxes, AccessLevel.Write)]
    [InlineData("POST", "/v1/devboxes/dbx_1/snapshot_disk", ScopedResource.Snapshots, AccessLevel.Write)]
    [InlineData("GET", "/v1/devboxes/disk_snapshots/snp_1/status", ScopedResource.Snapshots, AccessLevel.Read)]
    [InlineData("POST", "/v1/benchmark_runs/bmr_1/cancel", ScopedResource.Benchmarks, AccessLevel.Write)]
    [InlineData("POST", "/v1/scenarios/runs/srn_1/score", ScopedResource.Scenarios, AccessLevel.Write)]
    [InlineData("GET", "/v1/accounts/me", ScopedResource.Account, AccessLevel.Read)]
    [InlineData("GET", "/v1/secrets", null, AccessLevel.Read)]
    [InlineData("POST", "/v1/apikeys", null, AccessLevel.Write)]
    [InlineData("GET", "/v1", null, AccessLevel.Read)]
    public void A_request_needs_access_to_its_resource(string verb, string path, ScopedResource? resource, AccessLevel access) =>
        Assert.Equal((resource, access), NeededAccess.Of(verb, path));

    [Fact]
    public void A_restricted_key_may_do_what_its_scopes_say_and_nothing_else()
    {
        var grant = new KeyGrant(
        [
            new KeyScope { ResourceType = ScopedResource.Devboxes, AccessLevel = AccessLevel.Read },
            new KeyScope { ResourceType = ScopedResource.Objects, AccessLevel = AccessLevel.Write },
            new KeyScope { ResourceType = ScopedResource.Agents, AccessLevel = AccessLevel.None },
        ]);

        Assert.True(grant.Allows(ScopedResource.Devboxes, AccessLevel.Read));
        Assert.False(grant.Allows(ScopedResource.Devboxes, AccessLevel.Write));
        Assert.True(grant.Allows(ScopedResource.Objects, AccessLevel.Read));
        Assert.False(grant.Allows(ScopedResource.Agents, AccessLevel.Read));
        Assert.False(grant.Allows(null, AccessLevel.Read));
        Assert.True(KeyGrant.Everything.Allows(null, AccessLevel.Write));
    }
}
