using Panthera.Cli.Commands;

namespace Panthera.Cli.Tests.Commands;

public sealed class ByteSizesTests
{
    [Theory]
    [InlineData("1048576", 1 << 20)]
    [InlineData("512M", 512L << 20)]
    [InlineData("4g", 4L << 30)]
    [InlineData("1.5GiB", 3L << 29)]
    [InlineData("2 TB", 2L << 40)]
    [InlineData("100B", 100)]
    public void A_size_is_read_as_people_write_it(string text, long bytes)
    {
        Assert.True(ByteSizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("-1G")]
    [InlineData("0")]
    [InlineData("1e3")]
    [InlineData("1,5G")]
    [InlineData("4P")]
    [InlineData("9999999999T")]
    public void What_is_no_size_is_refused(string text) => Assert.False(ByteSizes.TryParse(text, out _));
}
