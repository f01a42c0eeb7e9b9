using BenchCluster.Scoring;

namespace BenchCluster.Tests.Scoring;

public sealed class PythonVersionConstraintTests
{
    [Theory]
    [InlineData("==3.12.10", "3.12.10", true)]
    [InlineData("==3.12.10", "3.11.2", false)]
    [InlineData("==3.11.*", "3.11.2", true)]
    [InlineData("==3.11.*", "3.12.0", false)]
    [InlineData(">=3.10", "3.11.2", true)]
    [InlineData(">=3.10,<3.11", "3.11.2", false)]
    [InlineData("~=3.11", "3.12.1", true)]
    [InlineData("~=3.11.1", "3.12.1", false)]
    [InlineData("!=3.11.2", "3.11.2", false)]
    [InlineData("3.11.2", "3.11.2", true)]
    [InlineData(">3.9", "3.10.0", true)]
    [InlineData("nonsense", "3.11.2", false)]
    [InlineData(">=3.10", "", false)]
    public void A_version_meets_a_constraint_or_does_not(string constraint, string version, bool isMet) =>
        Assert.Equal(isMet, PythonVersionConstraint.IsMetBy(constraint, version));

    [Theory]
    [InlineData(">=3.10, <4", true)]
    [InlineData("==3.*", true)]
    [InlineData("~=3", false)]
    [InlineData("latest", false)]
    [InlineData("", false)]
    public void A_constraint_is_understood_or_refused(string constraint, bool isValid) =>
        Assert.Equal(isValid, PythonVersionConstraint.IsValid(constraint));
}
