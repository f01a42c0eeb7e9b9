using BenchCluster.Client.Harbor;
using BenchCluster.Devboxes;
using CsCheck;

namespace BenchCluster.Tests.Harbor;

public sealed class DevboxSizingTests
{
    [Theory]
    [InlineData(1, 2048, 10240, 1, 2, 10)]
    [InlineData(0.25, 512, 100, 0.5, 1, 2)]
    [InlineData(1, 16384, 10240, 2, 16, 10)]
    [InlineData(3, 1024, 1024, 4, 8, 2)]
    [InlineData(16, 65536, 65536, 16, 64, 64)]
    public void A_size_is_the_smallest_that_holds_it(double cores, double memoryMb, double diskMb, double cpus, double memory, double disk)
    {
        var size = DevboxSizing.Fit(cores, memoryMb, diskMb)!;

        Assert.Equal((cpus, memory, disk), (size.CustomCpuCores, size.CustomGbMemory, size.CustomDiskSize));
        Assert.Equal(ResourceSize.Custom, size.ResourceSizeRequest);
    }

    [Theory]
    [InlineData(17, 1024, 1024)]
    [InlineData(1, 65537, 1024)]
    [InlineData(1, 1024, 65537)]
    public void More_than_the_largest_devbox_does_not_fit(double cores, double memoryMb, double diskMb) =>
        Assert.Null(DevboxSizing.Fit(cores, memoryMb, diskMb));

    [Fact]
    public void A_size_is_never_below_what_was_asked_for_and_always_one_that_exists() =>
        Gen.Select(Gen.Double[0, 20], Gen.Double[0, 70_000], Gen.Double[0, 70_000]).Sample((cores, memoryMb, diskMb) =>
        {
            if (DevboxSizing.Fit(cores, memoryMb, diskMb) is not { } size)
                return;
            var (cpus, memory, disk) = (size.CustomCpuCores!.Value, size.CustomGbMemory!.Value, size.CustomDiskSize!.Value);
            Assert.True(cpus >= cores && memory * 1024 >= memoryMb && disk * 1024 >= diskMb);
            Assert.True(cpus is 0.5 or 1 || cpus % 2 == 0);
            Assert.True(memory is 1 || memory % 2 == 0);
            Assert.True(disk % 2 == 0);
            Assert.InRange(memory / cpus, 2, 8);
        });
}
