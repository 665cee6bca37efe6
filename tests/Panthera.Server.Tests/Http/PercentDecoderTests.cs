using System.Text;
using CsCheck;
using Panthera.Server.Http;

namespace Panthera.Server.Tests.Http;

public sealed class PercentDecoderTests
{
    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a%20b/%C3%BC", "/a b/ü")]
    [InlineData("/100%25", "/100%")]
    [InlineData("/a+b", "/a+b")]
    [InlineData("/", "/")]
    [Trait("Hazard", "H27")]
    public void A_path_is_decoded_exactly_once(string encoded, string expected)
    {
        Assert.True(PercentDecoder.TryDecodePath(encoded, out var text, out _));
        Assert.Equal(expected, text);
    }

    [Fact]
    [Trait("Hazard", "H27")]
    public void What_was_encoded_twice_stays_encoded_once()
    {
        Assert.True(PercentDecoder.TryDecodePath("/%252e%252e%252f", out var text, out _));
        Assert.Equal("/%2e%2e%2f", text);
    }

    [Theory]
    [InlineData("/a%2Fb", "%2F")]
    [InlineData("/a%2fb", "%2F")]
    [InlineData("/a%00", "NUL")]
    [InlineData("/a%", "hexadecimal")]
    [InlineData("/a%4", "hexadecimal")]
    [InlineData("/a%zz", "hexadecimal")]
    [InlineData("/%ff", "UTF-8")]
    [InlineData("/%c0%af", "UTF-8")]
    [InlineData("/%ed%a0%80", "UTF-8")]
    [InlineData("/%c3", "UTF-8")]
    [InlineData("/a#b", "%23")]
    [InlineData("/ü", "percent-encoded")]
    [Trait("Hazard", "H27")]
    public void What_is_not_a_strictly_encoded_path_is_refused_naming_the_rule(string encoded, string rule)
    {
        Assert.False(PercentDecoder.TryDecodePath(encoded, out _, out var error));
        Assert.Contains(rule, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_comes_back_as_it_was_encoded() =>
        Gen.String.Where(text => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar)).Sample(text =>
            PercentDecoder.TryDecodeArgument(Uri.EscapeDataString(text), out var decoded, out _) && decoded == text);
}
