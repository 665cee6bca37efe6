using System.Buffers.Binary;
using CsCheck;
using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Tests.Schema;

namespace Panthera.Permissions.Tests.Bitmaps;

public class RoaringFormatTests
{
    // The set that both files of the format's test data hold: multiples of 1,000, two and three runs of every third number, and a whole range.
    private static readonly List<uint> s_recorded =
    [
        .. Enumerable.Range(0, 100).Select(i => (uint)i * 1000),
        .. Enumerable.Range(100_000, 100_000).Select(i => (uint)i * 3),
        .. Enumerable.Range(700_000, 100_000).Select(i => (uint)i),
    ];

    [Theory]
    [InlineData("bitmapwithoutruns.bin", false)]
    [InlineData("bitmapwithruns.bin", true)]
    public void The_recorded_bitmaps_are_read_and_written_again_byte_for_byte(string file, bool hasRuns)
    {
        var bytes = File.ReadAllBytes(Path.Combine(ConformanceData.Require("roaring"), file));
        Assert.True(RoaringFormat.TryRead(bytes, out var bitmap, out var length, out var error), error);
        Assert.Equal(bytes.Length, length);
        Assert.True(s_recorded.SequenceEqual(PlainBitmap.Of(bitmap).Values()));
        Assert.Equal(hasRuns, bitmap.Containers.ToArray().Any(container => container.Kind == ContainerKind.Runs));
        Assert.True(bytes.AsSpan().SequenceEqual(RoaringFormat.ToBytes(bitmap)));
    }

    [Fact]
    public void The_recorded_set_built_here_and_optimized_is_the_recorded_bytes()
    {
        var folder = ConformanceData.Require("roaring");
        var built = RoaringBitmap.Of([.. s_recorded]);
        Assert.True(File.ReadAllBytes(Path.Combine(folder, "bitmapwithoutruns.bin")).AsSpan().SequenceEqual(RoaringFormat.ToBytes(built)));
        Assert.True(File.ReadAllBytes(Path.Combine(folder, "bitmapwithruns.bin")).AsSpan().SequenceEqual(RoaringFormat.ToBytes(built.RunOptimize())));
    }

    [Fact]
    public void Each_32_bit_part_of_the_recorded_64_bit_map_is_read_and_written_again()
    {
        // A count, and before each part its upper half.
        var bytes = File.ReadAllBytes(Path.Combine(ConformanceData.Require("roaring"), "portable_bitmap64.bin"));
        var parts = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.True(parts > 0);
        var at = 8;
        for (ulong i = 0; i < parts; i++)
        {
            at += 4;
            Assert.True(RoaringFormat.TryRead(bytes.AsSpan(at), out var bitmap, out var length, out var error), error);
            Assert.Equal(bytes[at..(at + length)], RoaringFormat.ToBytes(bitmap));
            at += length;
        }

        Assert.Equal(bytes.Length, at);
    }

    [Fact]
    public void The_bytes_are_those_that_the_layout_says()
    {
        Assert.Equal("3a300000" + "00000000", Hex(RoaringBitmap.Empty));
        Assert.Equal("3a300000" + "02000000" + "00000100" + "05000000" + "18000000" + "1c000000" + "01000300" + "0700", Hex(RoaringBitmap.Of(1, 3, (5 << 16) + 7)));
        var builder = new RoaringBuilder();
        builder.AddRange((2 << 16) + 10, (2 << 16) + 19);
        Assert.Equal("3b300000" + "01" + "02000900" + "0100" + "0a000900", Hex(builder.ToBitmap()));
    }

    [Fact]
    public void Any_set_comes_back_equal_and_in_the_same_forms() => RandomBitmap.Any.Sample(bitmap =>
    {
        var bytes = RoaringFormat.ToBytes(bitmap);
        Assert.True(RoaringFormat.TryRead([.. bytes, 1, 2, 3], out var read, out var length, out var error), error);
        Assert.Equal(bytes.Length, length);
        Assert.Equal(bitmap, read);
        Assert.Equal(RandomBitmap.Show(bitmap), RandomBitmap.Show(read));
    }, iter: 100, print: RandomBitmap.Show);

    [Fact]
    public void Bytes_that_were_changed_or_cut_are_refused_or_are_a_set_that_is_written_as_them()
    {
        var (refused, decoded) = (0, 0);
        var edit = Gen.Select(Gen.Double.Unit, Gen.Byte);

        // Half of the edits where the header is.
        Gen.Select(RandomBitmap.Any, edit.Array[0, 2], edit.Array[0, 1], Gen.Double.Unit, Gen.Bool).Sample((bitmap, edits, headerEdits, cut, isCut) =>
        {
            var bytes = RoaringFormat.ToBytes(bitmap);
            foreach (var (place, value) in edits) bytes[(int)(place * (bytes.Length - 1))] = value;
            foreach (var (place, value) in headerEdits) bytes[(int)(place * Math.Min(bytes.Length - 1, 40))] = value;
            if (isCut) bytes = bytes[..(int)(cut * bytes.Length)];
            Interlocked.Increment(ref AssertDecodedOrRefused(bytes) ? ref decoded : ref refused);
        }, iter: 500, print: one => RandomBitmap.Show(one.Item1));
        Assert.True(refused > 50 && decoded > 10, $"{refused} refused, {decoded} decoded");
    }

    [Fact]
    public void Any_bytes_after_a_cookie_are_refused_or_decoded() => Gen.Select(Gen.OneOf(12346u, 12347u, 12347u | 1 << 16, 12347u | 9 << 16, 12347u | 65535u << 16), Gen.Byte.Array[0, 200])
        .Sample((cookie, rest) =>
        {
            var bytes = new byte[4 + rest.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, cookie);
            rest.CopyTo(bytes, 4);
            AssertDecodedOrRefused(bytes);
        }, iter: 5000);

    [Fact]
    public void A_header_that_promises_much_takes_no_memory()
    {
        byte[] bytes = [0x3a, 0x30, 0, 0, 0, 0, 1, 0, .. new byte[64]];
        byte[] withRuns = [0x3b, 0x30, 0xff, 0xff, .. new byte[8192 + 64]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(RoaringFormat.TryRead(bytes, out _, out _, out var error));
        Assert.False(RoaringFormat.TryRead(withRuns, out _, out _, out var other));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(error, other);
    }

    [Theory]
    [InlineData("", "the cookie is cut off")]
    [InlineData("3930000000000000", "it begins with 12345, which is no Roaring bitmap")]
    [InlineData("3a30000001000100", "it has 65537 containers, and there are 65536 keys")]
    [InlineData("3a30000002000000" + "0500000005000000" + "180000001a000000" + "01000200", "the containers are not in order")]
    [InlineData("3a30000001000000" + "00000000" + "11000000" + "0100", "a container is not where the header says")]
    [InlineData("3a30000001000000" + "00000100" + "10000000" + "01000100", "the values of an array are not in order")]
    [InlineData("3a30000001000000" + "00000100" + "10000000" + "0100", "an array is cut off")]
    [InlineData("3a30000001000000" + "00000010" + "10000000" + "0100", "a bitmap is cut off")]
    [InlineData("3b300000" + "01" + "00000100" + "0200" + "01000000" + "02000000", "the runs are not in order, or touch")]
    [InlineData("3b300000" + "01" + "00000100" + "0100" + "ffff0100", "a run goes past its container")]
    [InlineData("3b300000" + "01" + "00000100" + "0100" + "01000200", "the runs have not as many values as the header says")]
    [InlineData("3b300000" + "01" + "00000000" + "0000", "the runs have not as many values as the header says")]
    [InlineData("3b300000" + "01" + "00000100" + "0100" + "0100", "a run is cut off")]
    public void What_breaks_a_condition_of_the_format_is_refused_by_it(string hex, string wanted)
    {
        Assert.False(RoaringFormat.TryRead(Convert.FromHexString(hex), out var bitmap, out var length, out var error));
        Assert.Equal(wanted, error);
        Assert.True(bitmap.IsEmpty);
        Assert.Equal(0, length);
    }

    private static bool AssertDecodedOrRefused(byte[] bytes)
    {
        if (!RoaringFormat.TryRead(bytes, out var bitmap, out var length, out var error))
        {
            Assert.NotNull(error);
            return false;
        }

        // There is one way to write a set without runs; with them, flags of containers that are not there, or no flag at all, are passed over.
        var written = RoaringFormat.ToBytes(bitmap);
        if (bytes[0] == 0x3a) Assert.True(bytes.AsSpan(0, length).SequenceEqual(written));
        Assert.True(RoaringFormat.TryRead(written, out var again, out _, out error), error);
        Assert.Equal(bitmap, again);
        return true;
    }

    private static string Hex(RoaringBitmap bitmap) => Convert.ToHexStringLower(RoaringFormat.ToBytes(bitmap));
}
