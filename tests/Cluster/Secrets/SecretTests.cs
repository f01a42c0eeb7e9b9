using System.Text;
using BenchCluster.Index;
using BenchCluster.Resources;
using BenchCluster.Secrets;
using BenchCluster.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace BenchCluster.Tests.Secrets;

public sealed class SecretTests
{
    [Fact]
    public async Task A_secret_that_was_deleted_is_not_found_and_its_name_is_free()
    {
        await using var node = await TestNode.StartAsync();
        var secret = await CreateAsync(node, "TOKEN", "value");

        await secret.Delete();

        Assert.Equal(BenchError.NotFound, (await Assert.ThrowsAsync<BenchException>(secret.Get)).Code);
        Assert.Equal(BenchError.NotFound, (await Assert.ThrowsAsync<BenchException>(secret.Delete)).Code);
        Assert.Empty((await ListAsync(node)).Views);
        await CreateAsync(node, "TOKEN", "another value");
        await node.KillSiloAsync();
        await node.StartSiloAsync();
        await Assert.ThrowsAsync<BenchException>(node.Grains.GetGrain<ISecretGrain>(secret.GetPrimaryKeyString()).Get);
    }

    [Fact]
    public async Task A_secret_that_could_not_be_deleted_can_be_deleted_again()
    {
        await using var node = await TestNode.StartAsync();
        var secret = await CreateAsync(node, "TOKEN", "value");

        using (node.Database.FailStates(secret.GetPrimaryKeyString()))
            Assert.Equal(BenchError.Unavailable, (await Assert.ThrowsAsync<BenchException>(secret.Delete)).Code);

        Assert.Equal("TOKEN", (await secret.Get()).Name);
        Assert.Single((await ListAsync(node)).Views);
        await secret.Delete();
        Assert.Empty((await ListAsync(node)).Views);
    }

    [Fact]
    public async Task Names_of_secrets_are_unique()
    {
        await using var node = await TestNode.StartAsync();
        await CreateAsync(node, "TOKEN", "value");

        var e = await Assert.ThrowsAsync<BenchException>(() => CreateAsync(node, "TOKEN", "another value"));

        Assert.Equal(BenchError.Conflict, e.Code);
    }

    [Fact]
    public async Task A_value_is_nowhere_in_the_database_as_it_is_and_found_again_after_a_restart()
    {
        await using var node = await TestNode.StartAsync();
        var secret = await CreateAsync(node, "TOKEN", "very-secret-value");
        await node.StopSiloAsync();

        Assert.DoesNotContain("very-secret-value", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(node.DatabaseFile)), StringComparison.Ordinal);
        await node.StartSiloAsync();
        Assert.Equal("very-secret-value", await node.Grains.GetGrain<ISecretValue>(secret.GetPrimaryKeyString()).Reveal());
    }

    private static async Task<ISecretGrain> CreateAsync(TestNode node, string name, string value)
    {
        var secret = node.Grains.GetGrain<ISecretGrain>(node.NewId(ResourceKind.Secret));
        await secret.Create(new SecretCreateRequest { Name = name, Value = value });
        return secret;
    }

    private static Task<ResourcePage> ListAsync(TestNode node) =>
        node.Services.GetRequiredService<IResourceIndex>().ListAsync(new ResourceQuery { Kind = ResourceKind.Secret.Prefix }, CancellationToken.None);
}
