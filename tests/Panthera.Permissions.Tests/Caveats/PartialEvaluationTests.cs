using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class PartialEvaluationTests
{
    private const string Parameters = "a bool, b bool, i int, j int, s string, m map<any>, l list<int>, x any, ip ipaddress, cidr string";

    [Theory]
    [InlineData("a", "a")]
    [InlineData("!a", "a")]
    [InlineData("a || b", "a,b")]
    [InlineData("b || a", "a,b")]
    [InlineData("a && b", "a,b")]
    [InlineData("i >= j", "i")]
    [InlineData("j >= i", "j")]
    [InlineData("i + j == 3", "i")]
    [InlineData("1 + j == i", "j")]
    [InlineData("s == 'x'", "s")]
    [InlineData("ip.in_cidr(cidr)", "ip")]
    [InlineData("ip.in_cidr('10.0.0.0/8')", "ip")]
    [InlineData("'a' in m", "m")]
    [InlineData("i in l", "i")]
    [InlineData("3 in l", "l")]
    [InlineData("l[i] == 1", "l")]
    [InlineData("[1, 2][i] == 1", "i")]
    [InlineData("m.x.y == 1", "m")]
    [InlineData("m[s] == 1", "m")]
    [InlineData("has(m.x)", "m")]
    [InlineData("has(m.x.y)", "m")]
    [InlineData("a ? true : b", "a")]
    [InlineData("true ? a : b", "a")]
    [InlineData("false ? a : b", "b")]
    [InlineData("a && true", "a")]
    [InlineData("false || a", "a")]
    [InlineData("a && i > 0 && s == ''", "a,i,s")]
    [InlineData("(a || b) && (i > j || l.all(e, e > 0))", "a,b,i,l")]
    [InlineData("l.all(e, e > 0)", "l")]
    [InlineData("[1, 2].all(e, e > i)", "i")]
    [InlineData("[1, 2].all(e, e > i || a)", "a,i")]
    [InlineData("[1, 2].exists(e, e > i)", "i")]
    [InlineData("[1, 2].exists_one(e, e > i)", "i")]
    [InlineData("[1, 2].map(e, e + i) == [1]", "i")]
    [InlineData("[1, 2].map(e, e == 1 ? i : j) == [1]", "i")]
    [InlineData("[1, 2].map(e, e == 1 ? a : b, e) == [1]", "b")]
    [InlineData("[1, 2].filter(e, e == 1 ? a : b) == [1]", "b")]
    [InlineData("[i, j] == [1]", "i")]
    [InlineData("{s: i} == {}", "s")]
    [InlineData("{'k': i} == {}", "i")]
    [InlineData("-i == 1", "i")]
    [InlineData("size(s) == 1", "s")]
    [InlineData("s.contains(cidr)", "s")]
    [InlineData("'x'.contains(cidr)", "cidr")]
    [InlineData("s.matches('a+')", "s")]
    [InlineData("type(x) == int", "x")]
    [InlineData("dyn(i) == 1", "i")]
    [InlineData("string(i) == '1'", "i")]
    [InlineData("1 / 0 == 1 || a", "a")]
    [InlineData("a || 1 / 0 == 1", "a")]
    [InlineData("a && 1 / 0 == 1", "a")]
    public void What_is_missing_is_named(string expression, string missing)
    {
        var outcome = Expression.Evaluate(expression, Parameters);
        Assert.Equal(CaveatOutcomeKind.Partial, outcome.Kind);
        Assert.Equal(missing, string.Join(',', outcome.MissingParameters));
    }

    [Theory]
    [InlineData("a || true", true)]
    [InlineData("true || a", true)]
    [InlineData("a && false", false)]
    [InlineData("false && a", false)]
    [InlineData("true ? true : a", true)]
    [InlineData("false ? a : false", false)]
    [InlineData("[1, 2].exists(e, e == 2 || e > i)", true)]
    [InlineData("[1, 2].all(e, e == 1 && e > i)", false)]
    [InlineData("[].all(e, a)", true)]
    [InlineData("[].exists(e, a)", false)]
    [InlineData("l.all(e, e > 0) || true", true)]
    public void What_does_not_matter_need_not_be_given(string expression, bool expected) =>
        Assert.Equal(expected ? CaveatOutcomeKind.True : CaveatOutcomeKind.False, Expression.Evaluate(expression, Parameters).Kind);

    [Theory]
    [InlineData("i >= j", """{"i": 1}""", "j")]
    [InlineData("i >= j", """{"j": 1}""", "i")]
    [InlineData("a || b", """{"a": false}""", "b")]
    [InlineData("a ? i > 0 : j > 0", """{"a": true}""", "i")]
    [InlineData("a ? i > 0 : j > 0", """{"a": false}""", "j")]
    [InlineData("m[s] == 1", """{"m": {}}""", "s")]
    [InlineData("l[i] == 1", """{"l": [1]}""", "i")]
    [InlineData("i in l", """{"i": 1}""", "l")]
    [InlineData("l.all(e, e > i)", """{"l": [1, 2]}""", "i")]
    public void What_is_given_is_not_missing(string expression, string request, string missing) =>
        Assert.Equal(missing, string.Join(',', Expression.Evaluate(expression, Parameters, request).MissingParameters));

    [Theory]
    [InlineData("has(m.x)", """{"m": {}}""", "false")]
    [InlineData("has(m.x)", """{"m": {"x": null}}""", "true")]
    [InlineData("has(m.x.y)", """{"m": {"x": {"y": 1}}}""", "true")]
    [InlineData("has(m.x.y)", """{"m": {"x": {}}}""", "false")]
    [InlineData("has(m.x) && m.x == 1", """{"m": {}}""", "false")]
    [InlineData("m.foo == 42 && m.bar < 56", """{"m": {"foo": 41}}""", "false")]
    [InlineData("m.foo == 42 && m.bar < 56", """{"m": {"foo": 42, "bar": -2}}""", "true")]
    [InlineData("x == null", """{"x": null}""", "true")]
    public void An_absent_field_of_a_given_map_is_not_missing(string expression, string request, string expected) =>
        Assert.Equal(expected, Expression.Evaluate(expression, Parameters, request).ToString());

    [Fact]
    [Trait("Hazard", "H13")]
    public void Selecting_an_absent_field_is_an_error()
    {
        var outcome = Expression.Evaluate("m.foo == 42 && m.bar < 56", Parameters, """{"m": {"foo": 42}}""");
        Assert.Equal(CaveatFailureKind.Evaluation, outcome.FailureKind);
        Assert.Equal("failed: caveat `test` failed at line 1, column 18: the map has no key `bar`; test with `has(...)`", outcome.ToString());
    }

    [Fact]
    public void The_stored_context_wins()
    {
        Assert.Equal("true", Expression.Evaluate("i == 1", Parameters, request: """{"i": 2}""", stored: """{"i": 1}""").ToString());
        Assert.Equal("true", Expression.Evaluate("i + j == 3", Parameters, request: """{"i": 2}""", stored: """{"j": 1}""").ToString());
        Assert.Equal("true", Expression.Evaluate("x == null", Parameters, request: """{"x": 2}""", stored: """{"x": null}""").ToString());
    }

    [Fact]
    public void What_the_stored_context_overrides_may_be_of_any_type() =>
        Assert.Equal("true", Expression.Evaluate("i == 1", Parameters, request: """{"i": "no number"}""", stored: """{"i": 1}""").ToString());

    [Fact]
    public void Names_that_are_no_parameters_are_ignored_in_a_request() =>
        Assert.Equal("partial, missing a", Expression.Evaluate("a", Parameters, """{"A": true, "aa": true, "": true}""").ToString());
}
