using Panthera.Server.Http;

namespace Panthera.Server.Tests.Http;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=3-", 3, 7)]
    [InlineData("bytes=9-", 9, 1)]
    [InlineData("bytes=-1", 9, 1)]
    [InlineData("bytes=-100", 0, 10)]
    [InlineData("bytes=5-99999999999999999999999", 5, 5)]
    [InlineData("bytes=-99999999999999999999999", 0, 10)]
    [InlineData("BYTES=1-2", 1, 2)]
    [InlineData("bytes= 1-2 ", 1, 2)]
    public void A_range_within_the_content_is_a_part(string header, long offset, long count)
    {
        Assert.Equal(RangeRequest.Part, ByteRange.Read(header, 10, out var range));
        Assert.Equal(new ByteRange(offset, count), range);
    }

    [Theory]
    [InlineData("bytes=10-", 10)]
    [InlineData("bytes=10-20", 10)]
    [InlineData("bytes=99999999999999999999999-", 10)]
    [InlineData("bytes=-0", 10)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=0-0", 0)]
    [InlineData("bytes=-1", 0)]
    public void A_range_outside_of_the_content_cannot_be_satisfied(string header, long size) =>
        Assert.Equal(RangeRequest.Unsatisfiable, ByteRange.Read(header, size, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5-3")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1-2,4-5")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=1 - 2")]
    [InlineData("bytes=--1")]
    [InlineData("lines=1-2")]
    public void What_is_no_single_range_of_bytes_means_the_whole(string? header)
    {
        Assert.Equal(RangeRequest.Whole, ByteRange.Read(header, 10, out var range));
        Assert.Equal(new ByteRange(0, 10), range);
    }
}
