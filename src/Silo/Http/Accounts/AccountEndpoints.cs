using System.Globalization;
using BenchCluster.Accounts;
using BenchCluster.Data;

namespace BenchCluster.Http.Accounts;

/// <summary><c>/v1/accounts</c>.</summary>
internal static class AccountEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/accounts/me", (ClusterKeys keys) => Answers.View(new AccountView
        {
            Id = $"acct_{keys.ClusterId}",
            Name = "BenchCluster",
            CreatedAt = keys.CreatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        }));
}
