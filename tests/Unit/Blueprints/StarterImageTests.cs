using BenchCluster.Blueprints;

namespace BenchCluster.Tests.Blueprints;

public sealed class StarterImageTests
{
    [Theory]
    [InlineData("FROM runloop:runloop/starter-x86_64\nRUN a", "FROM base\nRUN a", true)]
    [InlineData("# a\n from  --platform=linux/arm64 runloop:runloop/starter-arm64 AS last", "# a\n from  --platform=linux/arm64 base AS last", true)]
    [InlineData("FROM runloop:runloop/starter-arm64 AS first\nFROM debian\nCOPY --from=first /a /a", "FROM base AS first\nFROM debian\nCOPY --from=first /a /a", false)]
    [InlineData("FROM debian\nRUN echo FROM runloop:runloop/starter-arm64", "FROM debian\nRUN echo FROM runloop:runloop/starter-arm64", false)]
    [InlineData("FROM runloop/starter-arm64", "FROM runloop/starter-arm64", false)]
    public void Only_Runloops_image_is_another(string dockerfile, string replaced, bool isLast)
    {
        Assert.Equal(replaced, StarterImage.Replace(dockerfile, "base"));
        Assert.Equal(isLast, StarterImage.IsLastOf(dockerfile));
    }
}
