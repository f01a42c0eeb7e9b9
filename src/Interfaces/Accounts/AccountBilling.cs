namespace BenchCluster.Accounts;

/// <summary>How an account is billed, in the contract's shape: not at all.</summary>
public sealed record AccountBilling
{
    /// <summary>None of the contract's types.</summary>
    public string AccountBillingType { get; init; } = "UNRECOGNIZED";
}
