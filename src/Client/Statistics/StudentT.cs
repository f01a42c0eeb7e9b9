namespace BenchCluster.Client.Statistics;

/// <summary>Quantiles of Student's t distribution.</summary>
internal static class StudentT
{
    private const double Normal975 = 1.959963984540054;

    private static readonly double[] Few =
    [
        12.7062047364, 4.3026527297, 3.1824463053, 2.7764451052, 2.5705818366, 2.4469118511, 2.3646242510, 2.3060041350, 2.2621571628,
        2.2281388520, 2.2009851601, 2.1788128297, 2.1603686565, 2.1447866879, 2.1314495456, 2.1199052992, 2.1098155778, 2.1009220402,
        2.0930240544, 2.0859634473,
    ];

    /// <summary>The 97.5 % quantile: what a two-sided 95 % interval is wide by.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Quantile975(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (freedom <= Few.Length)
            return Few[freedom - 1];
        // The Cornish-Fisher expansion; beyond 20 degrees it is exact to four digits.
        var z = Normal975;
        var n = (double)freedom;
        var z3 = z * z * z;
        var z5 = z3 * z * z;
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n);
    }
}
