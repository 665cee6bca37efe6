using Panthera.Server.Http;

namespace Panthera.Server.Tests.Http;

public sealed class EntityTagsTests
{
    private const string Present = "\"0000000000000002-3\"";

    [Theory]
    [InlineData("\"0000000000000002-3\"", true)]
    [InlineData("*", true)]
    [InlineData("\"x\", \"0000000000000002-3\"", true)]
    [InlineData("\"x\" ,, \"0000000000000002-3\"", true)]
    [InlineData("\"0000000000000002-33\"", false)]
    [InlineData("0000000000000002-3", false)]
    [InlineData("\"x\" \"0000000000000002-3\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("", false)]
    [InlineData("W/\"0000000000000002-3\"", false)]
    public void A_strong_comparison_finds_the_present_tag_alone(string header, bool matches) =>
        Assert.Equal(matches, EntityTags.Matches(header, Present, isWeakComparison: false));

    [Theory]
    [InlineData("W/\"0000000000000002-3\"", true)]
    [InlineData("W/\"x\", W/\"0000000000000002-3\"", true)]
    [InlineData("w/\"0000000000000002-3\"", false)]
    public void A_weak_comparison_takes_weak_tags_too(string header, bool matches) =>
        Assert.Equal(matches, EntityTags.Matches(header, Present, isWeakComparison: true));
}
