using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;

namespace Panthera.Permissions.Tests.Schema.Reflection;

public sealed class CaveatDiffTests
{
    private const string Before = """
        /** Net. */
        caveat net(one int, two string) { one == 1 && two == "a" }
        """;

    [Theory]
    [InlineData("/** Net", "caveat other(one int) { one == 1 }\n/** Net", SchemaChangeKind.CaveatAdded, "caveat `other` added")]
    [InlineData("Net.", "Web.", SchemaChangeKind.CaveatCommentChanged, "caveat `net` documented otherwise")]
    [InlineData("one == 1", "one == 2", SchemaChangeKind.CaveatExpressionChanged, "caveat `net` computed otherwise: `one == 2 && two == \"a\"`")]
    public void One_change_is_one_difference(string kept, string replacement, SchemaChangeKind kind, string expected)
    {
        var change = Assert.Single(Diff(Before, Replace(Before, kept, replacement)));
        Assert.Equal((kind, expected), (change.Kind, change.ToString()));
    }

    [Fact]
    public void A_caveat_that_is_gone_is_one_difference() =>
        Assert.Equal(["caveat `net` removed"], Diff(Before, "").Select(change => change.ToString()));

    [Fact]
    public void Parameters_are_compared_by_name_and_type()
    {
        var after = Replace(Replace(Before, "(one int, two string)", "(one uint, three string)"), "one == 1 && two == \"a\"", "one == 1u && three == \"a\"");
        Assert.Equal(
            [
                "parameter `one` of caveat `net` is `uint`, was `int`",
                "parameter `two` of caveat `net` removed",
                "parameter `three` of caveat `net` added",
                "caveat `net` computed otherwise: `one == 1u && three == \"a\"`",
            ],
            Diff(Before, after).Select(change => change.ToString()));
    }

    [Theory]
    [InlineData("{ one == 1 && two == \"a\" }", "{\n    one == 1 && two == \"a\"\n  }")]
    [InlineData("/** Net. */", "// a note\n/** Net. */")]
    public void Layout_does_not_count(string kept, string replacement) => Assert.Empty(Diff(Before, Replace(Before, kept, replacement)));

    private static System.Collections.Immutable.ImmutableArray<SchemaChange> Diff(string before, string after) =>
        SchemaDiff.Between(SchemaCompiler.Compile(before), SchemaCompiler.Compile(after));

    private static string Replace(string text, string kept, string replacement)
    {
        Assert.Contains(kept, text, StringComparison.Ordinal);
        return text.Replace(kept, replacement, StringComparison.Ordinal);
    }
}
