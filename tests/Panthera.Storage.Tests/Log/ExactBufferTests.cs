using System.Buffers;
using Panthera.Storage.Log;

namespace Panthera.Storage.Tests.Log;

public sealed class ExactBufferTests
{
    [Fact]
    public void A_value_written_at_once_takes_an_array_of_its_size()
    {
        var buffer = new ExactBuffer();
        "value"u8.CopyTo(buffer.GetSpan(5));
        buffer.Advance(5);
        Assert.Equal("value"u8.ToArray(), buffer.Written.ToArray());
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(buffer.Written, out var array));
        Assert.Equal(5, array.Array!.Length);
    }

    [Fact]
    public void A_value_written_in_pieces_is_whole()
    {
        var buffer = new ExactBuffer();
        var expected = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();
        foreach (var piece in expected.Chunk(7)) buffer.Write(piece);
        Assert.Equal(expected, buffer.Written.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
    }
}
