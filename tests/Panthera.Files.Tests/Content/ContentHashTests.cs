using CsCheck;
using Panthera.Files.Content;

namespace Panthera.Files.Tests.Content;

public sealed class ContentHashTests
{
    [Fact]
    public void The_hash_of_a_content_is_its_sha_256_in_lower_case() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentHash.Of("abc"u8).ToString());

    [Fact]
    public void Text_and_bytes_come_back_as_the_same_hash_and_order_is_that_of_the_bytes() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32], Gen.Int[0, 32]).Sample((left, right, shared) =>
        {
            left.AsSpan(0, shared).CopyTo(right);
            var (a, b) = (new ContentHash(left), new ContentHash(right));
            Assert.Equal(a, ContentHash.Parse(a.ToString()));
            var bytes = new byte[32];
            a.CopyTo(bytes);
            Assert.Equal(left, bytes);
            Assert.Equal(Math.Sign(left.AsSpan().SequenceCompareTo(right)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(left.AsSpan().SequenceEqual(right), a == b);
            if (a == b) Assert.Equal(a.GetHashCode(), b.GetHashCode());
        });

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    [InlineData("BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(ContentHash.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ContentHash.Parse(text));
    }

    [Fact]
    public void A_hash_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => new ContentHash(new byte[31]));
}
