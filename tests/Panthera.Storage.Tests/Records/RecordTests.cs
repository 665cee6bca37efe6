using System.Text;
using CsCheck;
using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Records;

public sealed class RecordTests
{
    [Fact]
    public void Fields_come_back_in_order_and_a_truncated_record_is_corruption() =>
        Gen.Select(Gen.Byte, Gen.UInt, Gen.ULong, Gen.ULong.Select(Gen.Int[0, 63], (value, shift) => value >> shift), Gen.String[Gen.Char['a', '\u2fff'], 0, 40], Gen.Byte.Array[0, 300]).Sample(
            (one, four, eight, variable, text, bytes) =>
            {
                var writer = new RecordWriter();
                var time = new DateTimeOffset((long)(eight % (ulong)DateTime.MaxValue.Ticks), TimeSpan.Zero);
                writer.Byte(one);
                writer.UInt32(four);
                writer.UInt64(eight);
                writer.VarUInt(variable);
                writer.Text(text);
                writer.Bytes(bytes);
                writer.Time(time);
                var written = writer.Written.ToArray();

                var reader = new RecordReader(written);
                Assert.Equal(one, reader.Byte());
                Assert.Equal(four, reader.UInt32());
                Assert.Equal(eight, reader.UInt64());
                Assert.Equal(variable, reader.VarUInt());
                Assert.Equal(text, reader.Text());
                Assert.Equal(bytes, reader.Bytes());
                Assert.Equal(time, reader.Time());
                Assert.True(reader.AtEnd);

                for (var length = 0; length < written.Length; length++)
                    Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(() => ReadAll(written[..length])).Code);
            },
            iter: 200);

    [Theory]
    [InlineData("8080808080808080808002")]
    [InlineData("ffffffffffffffffff02")]
    [InlineData("80")]
    public void A_number_that_has_no_room_is_corruption(string hex) =>
        Assert.Throws<StorageException>(() => new RecordReader(Convert.FromHexString(hex)).VarUInt());

    [Fact]
    public void The_greatest_number_fits()
    {
        var writer = new RecordWriter();
        writer.VarUInt(ulong.MaxValue);
        Assert.Equal(10, writer.Written.Length);
        Assert.Equal(ulong.MaxValue, new RecordReader(writer.Written).VarUInt());
    }

    [Fact]
    public void A_text_that_is_no_unicode_is_refused_and_never_replaced()
    {
        Assert.Throws<EncoderFallbackException>(() => new RecordWriter().Text("\ud800"));
        Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(() => new RecordReader([2, 0xc3, 0x28]).Text()).Code);
    }

    [Fact]
    public void Numbers_sort_as_their_bytes() => Gen.Select(Gen.ULong, Gen.ULong).Sample((left, right) =>
    {
        var (a, b) = (new RecordWriter(), new RecordWriter());
        a.UInt64(left);
        b.UInt64(right);
        Assert.Equal(left.CompareTo(right), Math.Sign(a.Written.SequenceCompareTo(b.Written)));
    });

    private static void ReadAll(byte[] bytes)
    {
        var reader = new RecordReader(bytes);
        reader.Byte();
        reader.UInt32();
        reader.UInt64();
        reader.VarUInt();
        reader.Text();
        reader.Bytes();
        reader.Time();
    }
}
