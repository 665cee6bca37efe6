namespace Panthera.Permissions.Tests.Caveats;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("1 + 2 * 3 == 7")]
    [InlineData("(1 + 2) * 3 == 9")]
    [InlineData("10 - 4 - 3 == 3")]
    [InlineData("100 / 10 / 5 == 2")]
    [InlineData("7 % 4 * 2 == 6")]
    [InlineData("-2 * -3 == 6")]
    [InlineData("1 + 1 == 2 && 2 + 2 == 4")]
    [InlineData("true || false && false")]
    [InlineData("!(true && false)")]
    [InlineData("!false == true")]
    [InlineData("1 < 2 == true")]
    [InlineData("1 in [1] == true")]
    [InlineData("true ? true : false ? false : false")]
    [InlineData("(false ? 1 : true ? 2 : 3) == 2")]
    [InlineData("false ? false : true")]
    [InlineData("[[1, 2], [3]][0][1] == 2")]
    [InlineData("{'a': {'b': [true]}}.a.b[0]")]
    [InlineData("{'a': {'b': 1}}['a'].b == 1")]
    [InlineData("'abc'.size() == 3")]
    [InlineData("[1, 2].map(x, x * 2).size() == 2")]
    [InlineData("{'for': 1}.for == 1")]
    public void Is_true(string expression) => Expression.IsTrue(expression);

    [Theory]
    [InlineData("", "line 1, column 1: unexpected the expression's end: expected a value, a name or `(`")]
    [InlineData("1 +", "column 4: unexpected the expression's end")]
    [InlineData("(1", "expected `)`")]
    [InlineData("[1, 2", "expected `,` or `]`")]
    [InlineData("{'a': 1", "expected `,` or `}`")]
    [InlineData("{'a'}", "expected `:` and the key's value")]
    [InlineData("size(1,)", "unexpected `)`: expected a value")]
    [InlineData("true ? true ? true : true : true", "expected `:`")]
    [InlineData("1.size == 1", "int has no field `size`")]
    [InlineData("a b", "unexpected `b`: expected an operator or the end")]
    [InlineData("true ? false", "expected `:`")]
    [InlineData("1 = 2", "compare with `==`")]
    [InlineData("true & false", "write `&&`")]
    [InlineData("true | false", "write `||`")]
    [InlineData("true\n  && #", "line 2, column 6: unexpected character `#`")]
    [InlineData("'😀' == 'b' && #", "line 1, column 15: unexpected character `#`")]
    [InlineData("for == 1", "`for` is a reserved word")]
    [InlineData("x.", "expected the name of a field or a function")]
    [InlineData("Point{x: 1} == 1", "building messages (`Name{...}`) is not supported")]
    [InlineData("a.b.Point{x: 1} == 1", "building messages")]
    [InlineData("m.?x == 1", "optional fields")]
    [InlineData("m[?1] == 1", "optional fields")]
    [InlineData("[?1] == []", "optional fields")]
    [InlineData("has(x)", "`has` takes one field of a map: expected `has(name.field)`")]
    [InlineData("has(m.x, m.y)", "`has` takes one field")]
    [InlineData("[1].all(1, true)", "names its variable")]
    [InlineData("[1].map(x.y, true)", "names its variable")]
    [InlineData("`a` == 1", "unexpected ``a``")]
    [InlineData("{'a': 1}.`a#` == 1", "a quoted name holds only")]
    [InlineData("{'a': 1}.`a == 1", "the quoted name is not closed")]
    public void Is_refused(string expression, string message) => Expression.IsRefused(expression, message);

    [Fact]
    public void A_long_chain_of_conditions_is_not_deep() =>
        Assert.True(Expression.Compile(string.Join(" && ", Enumerable.Repeat("true", 5_000))).Succeeded);

    [Theory]
    [InlineData("(", "true", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("!", "true", "")]
    [InlineData("-", "x", "")]
    [InlineData("- ", "1", "")]
    [InlineData("true ? (", "true", ") : true")]
    [InlineData("false ? true : ", "true", "")]
    [InlineData("size(", "''", ")")]
    [InlineData("[1].map(x, ", "x", ")")]
    [InlineData("{1: ", "1", "}")]
    [InlineData("1 + (", "1", ")")]
    [InlineData("1 - ", "1", "")]
    [InlineData("1 == ", "1", "")]
    [InlineData("", "x", ".y")]
    [InlineData("", "x", "[0]")]
    [InlineData("", "x", ".y()")]
    [InlineData("true && (", "true", ")")]
    public void A_depth_bomb_is_refused(string open, string middle, string close)
    {
        const int Levels = 5_000;
        var bomb = string.Concat(Enumerable.Repeat(open, Levels)) + middle + string.Concat(Enumerable.Repeat(close, Levels));
        Expression.IsRefused(bomb, "the expression nests more than 200 levels");
        Assert.False(Expression.Compile(string.Concat(Enumerable.Repeat(open, Levels))).Succeeded);
    }

    [Fact]
    public void What_is_as_deep_as_allowed_runs_on_a_small_stack()
    {
        var outcome = string.Empty;
        var deep = string.Concat(Enumerable.Repeat("(true && [true].all(x, ", 60)) + "true" + string.Concat(Enumerable.Repeat("))", 60));
        var thread = new Thread(() => outcome = Expression.Evaluate(deep).ToString(), 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal("true", outcome);
    }

    [Fact]
    public void What_is_too_long_or_has_too_many_parts_is_refused()
    {
        Expression.IsRefused("true" + new string(' ', 100_000), "longer than 100000 characters");
        Expression.IsRefused(string.Join("||", Enumerable.Repeat("1<2", 9_000)), "more than 16384 parts");
    }
}
