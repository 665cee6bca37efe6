using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Records;

public sealed class StoredValueTests
{
    private static readonly byte[] Key = [0, 0, 0, 0, 0, 0, 0, 7, 16, 1];

    [Fact]
    public void The_stored_bytes_are_these() =>
        Assert.Equal("0161626340640099779c7ee3", Convert.ToHexStringLower(StoredValue.Seal(Key, "abc"u8)));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a value of some length, so that more than one lane of the hash is used: 0123456789")]
    public void Every_flipped_bit_every_length_and_every_other_key_is_corruption(string payload)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        var sound = StoredValue.Seal(Key, bytes);
        Assert.Equal(bytes, StoredValue.Open(Key, sound));
        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            var flipped = (byte[])sound.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertCorrupt(Key, flipped);
        }

        for (var length = 0; length < sound.Length; length++) AssertCorrupt(Key, sound[..length]);
        AssertCorrupt([.. Key, 0], sound);
        AssertCorrupt(Key[1..], sound);
    }

    [Fact]
    public void An_unknown_version_with_a_sound_checksum_is_refused_by_name()
    {
        var value = StoredValue.Seal(Key, "abc"u8);
        value[0] = 2;
        BitConverter.TryWriteBytes(value.AsSpan(4), System.IO.Hashing.XxHash3.HashToUInt64(value.AsSpan(0, 4), (long)System.IO.Hashing.XxHash3.HashToUInt64(Key)));
        var fault = Assert.Throws<StorageException>(() => StoredValue.Open(Key, value).ToArray());
        Assert.Equal(StorageErrorCode.UnknownFormat, fault.Code);
        Assert.Contains("version 2", fault.Message);
    }

    private static void AssertCorrupt(byte[] key, byte[] value) =>
        Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(() => StoredValue.Open(key, value).ToArray()).Code);
}
