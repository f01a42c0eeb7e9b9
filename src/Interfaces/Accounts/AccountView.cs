namespace BenchCluster.Accounts;

/// <summary>The account that all belongs to, in the contract's shape: a cluster has one, and bills nobody.</summary>
public sealed record AccountView
{
    /// <summary>The id; the cluster's.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Always enabled.</summary>
    public string AccountStatus { get; init; } = "ACCOUNT_STATUS_ENABLED";

    /// <summary>Always the largest.</summary>
    public string Tier { get; init; } = "ACCOUNT_TIER_ENTERPRISE";

    /// <summary>When the cluster was made, as ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Billing, of which there is none.</summary>
    public AccountBilling Billing { get; init; } = new();
}
