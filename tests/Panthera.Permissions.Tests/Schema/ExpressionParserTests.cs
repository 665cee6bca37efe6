using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Tests.Schema;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("(((a)))", "a")]
    [InlineData("nil", "nil")]
    [InlineData("self", "self")]
    [InlineData("a + b + c", "(a + b + c)")]
    [InlineData("a & b & c", "(a & b & c)")]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("a - (b - c)", "(a - (b - c))")]
    [InlineData("a - b + c", "(a - (b + c))")]
    [InlineData("a + b - c", "((a + b) - c)")]
    [InlineData("a & b + c", "(a & (b + c))")]
    [InlineData("a + b & c", "((a + b) & c)")]
    [InlineData("a - b & c", "(a - (b & c))")]
    [InlineData("a & b - c", "((a & b) - c)")]
    [InlineData("a & b + c - d + e & f", "((a & (b + c)) - ((d + e) & f))")]
    [InlineData("a + b & c + d - e - f & g", "((((a + b) & (c + d)) - e) - (f & g))")]
    [InlineData("(a - b) + c", "((a - b) + c)")]
    [InlineData("(a + b) + c", "((a + b) + c)")]
    [InlineData("a + (b & c)", "(a + (b & c))")]
    [InlineData("a->b", "a->b")]
    [InlineData("a -> b", "a->b")]
    [InlineData("a.any(b)", "a->b")]
    [InlineData("a.all(b)", "a.all(b)")]
    [InlineData("a->b->c", "a->b->c")]
    [InlineData("a.any(b).all(c)->d", "a->b.all(c)->d")]
    [InlineData("a->b - c.all(d) + nil", "(a->b - (c.all(d) + nil))")]
    [InlineData("any + all", "(any + all)")]
    [InlineData("a +\n b", "(a + b)")]
    [InlineData("(a\n + b\n)", "(a + b)")]
    [InlineData("a /* one */ + // two\n b", "(a + b)")]
    public void An_expression_has_the_shape_of_its_full_parentheses(string text, string expected) =>
        Assert.Equal(expected, Parse(text).ToString());

    [Fact]
    public void Self_is_an_ordinary_name_where_the_flag_is_off()
    {
        var schema = SchemaParser.Parse(new SourceText("definition doc {\n permission view = self\n}"));
        var permission = Assert.IsType<PermissionSyntax>(schema.Definitions[0].Members[0]);
        Assert.IsType<NameExpressionSyntax>(permission.Body);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Parentheses_nest_a_hundred_deep(int depth, bool parses) =>
        AssertParses(new string('(', depth) + "a" + new string(')', depth), parses);

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Exclusions_chain_a_hundred_deep(int depth, bool parses) =>
        AssertParses("a" + string.Concat(Enumerable.Repeat(" - a", depth)), parses);

    [Fact]
    public void A_union_of_a_hundred_thousand_operands_is_one_level_deep()
    {
        var body = Parse("a" + string.Concat(Enumerable.Repeat(" + a", 99_999)));
        Assert.Equal(1, body.Depth);
        Assert.Equal(100_000, Assert.IsType<OperatorExpressionSyntax>(body).Operands.Length);
    }

    private static void AssertParses(string body, bool parses)
    {
        if (parses)
        {
            Parse(body);
        }
        else
        {
            var exception = Assert.Throws<SchemaException>(() => Parse(body));
            Assert.Contains("nested more than 100 deep", exception.Message, StringComparison.Ordinal);
        }
    }

    private static ExpressionSyntax Parse(string body)
    {
        var schema = SchemaParser.Parse(new SourceText($"use self\ndefinition doc {{\n permission view = {body}\n}}"));
        return Assert.IsType<PermissionSyntax>(Assert.Single(Assert.Single(schema.Definitions).Members)).Body;
    }
}
