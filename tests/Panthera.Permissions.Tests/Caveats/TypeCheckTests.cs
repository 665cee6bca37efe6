using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class TypeCheckTests
{
    private const string Parameters = "b bool, i int, u uint, d double, s string, t timestamp, r duration, y bytes, ip ipaddress, l list<int>, "
        + "m map<any>, n map<string>, x any";

    [Theory]
    [InlineData("somecondition == 42", "line 1, column 1: undeclared reference to `somecondition`: there are `b`, `i`")]
    [InlineData("b && q", "line 1, column 6: undeclared reference to `q`")]
    [InlineData("b &&\n  q > 1", "line 2, column 3: undeclared reference to `q`")]
    [InlineData("[1].all(q, q > 0) && q > 0", "undeclared reference to `q`")]
    [InlineData("frob(i)", "undeclared reference to function `frob`")]
    [InlineData("i.frob()", "undeclared reference to method `frob`")]
    [InlineData("contains(s, 'a')", "it is called on its first argument, `x.contains(...)`")]
    [InlineData("i.int() == 1", "it is called as `int(...)`")]
    [InlineData("i", "the expression must be a bool: found int")]
    [InlineData("s + 'a'", "the expression must be a bool: found string")]
    [InlineData("x", "the expression must be a bool: found any; compare it, as in `... == true`")]
    [InlineData("m.flag", "found any; compare it")]
    [InlineData("null", "found null")]
    [InlineData("i == s", "`==` does not take int and string")]
    [InlineData("i != b", "`!=` does not take int and bool")]
    [InlineData("s == null", "`==` does not take string and null")]
    [InlineData("l == ['a']", "`==` does not take list<int> and list<string>")]
    [InlineData("i < s", "`<` does not take int and string")]
    [InlineData("l < l", "`<` does not take list<int> and list<int>")]
    [InlineData("ip < ip", "`<` does not take ipaddress and ipaddress")]
    [InlineData("null < null", "`<` does not take null and null")]
    [InlineData("i + d == 1.0", "`+` does not take int and double; convert one with")]
    [InlineData("i + u == 1", "`+` does not take int and uint")]
    [InlineData("s - s == ''", "`-` does not take string and string")]
    [InlineData("d % d == 0.0", "`%` does not take double and double")]
    [InlineData("t + t == t", "`+` does not take timestamp and timestamp")]
    [InlineData("r - t == r", "`-` does not take duration and timestamp")]
    [InlineData("x * s == 1", "`*` does not take any and string")]
    [InlineData("!i", "`!` takes a bool: found int")]
    [InlineData("-u == 1", "`-` takes an int or a double: found uint")]
    [InlineData("-s == ''", "`-` takes an int or a double: found string")]
    [InlineData("b && i", "an operand of `&&` must be a bool: found int")]
    [InlineData("s || b", "an operand of `||` must be a bool: found string")]
    [InlineData("i ? b : b", "the condition before `?` must be a bool: found int")]
    [InlineData("b ? b : i", "both values of a condition must have one type: found bool and int")]
    [InlineData("i in s", "`in` does not take int and string")]
    [InlineData("s in l", "`in` does not take string and list<int>")]
    [InlineData("i in m", "`in` does not take int and map<any>")]
    [InlineData("i.x == 1", "int has no field `x`: expected a map")]
    [InlineData("has(s.x)", "string has no field `x`")]
    [InlineData("l.x == 1", "list<int> has no field `x`")]
    [InlineData("{1: 2}.x == 1", "map<int, int> has no field `x`")]
    [InlineData("i[0] == 1", "int has no elements")]
    [InlineData("l['a'] == 1", "a list's index must be an int: found string")]
    [InlineData("m[1] == 1", "the keys of map<any> are string: found int")]
    [InlineData("n.a == 1", "`==` does not take string and int")]
    [InlineData("i.all(e, true)", "a macro walks a list or a map: found int")]
    [InlineData("l.all(e, e)", "the condition of a macro must be a bool: found int")]
    [InlineData("l.all(e, e == 'a')", "`==` does not take int and string")]
    [InlineData("n.all(k, k > 1)", "`>` does not take string and int")]
    [InlineData("l.map(e, e + 1) == ['a']", "`==` does not take list<int> and list<string>")]
    [InlineData("l.filter(e, e > 1) == ['a']", "`==` does not take list<int> and list<string>")]
    [InlineData("l.all(e)", "undeclared reference to method `all`")]
    [InlineData("{1.5: 1} == {}", "double cannot be a key")]
    [InlineData("s.contains(1)", "there is no `string.contains(int)`: expected `string.contains(string)`")]
    [InlineData("l.contains(1)", "there is no `list<int>.contains(int)`")]
    [InlineData("size(i) == 1", "there is no `size(int)`: expected `size(string)`, `size(bytes)`")]
    [InlineData("size() == 1", "there is no `size()`")]
    [InlineData("int(b) == 1", "there is no `int(bool)`")]
    [InlineData("s.matches('(')", "line 1, column 11: the pattern `(` cannot be used")]
    [InlineData("ip.in_cidr('10.0.0.0/33')", "line 1, column 12: `10.0.0.0/33` is no block of addresses")]
    [InlineData("ip.in_cidr(1)", "there is no `ipaddress.in_cidr(int)`")]
    [InlineData("s.in_cidr('10.0.0.0/8')", "there is no `string.in_cidr(string)`")]
    [InlineData("m.isSubtreeOf(l)", "there is no `map<any>.isSubtreeOf(list<int>)`")]
    [InlineData("t.getHours(1) == 1", "there is no `timestamp.getHours(int)`")]
    [InlineData("google.protobuf.Nothing == 1", "undeclared reference to `google`")]
    public void Is_refused(string expression, string message) => Expression.IsRefused(expression, message, Parameters);

    [Theory]
    [InlineData("x == 1 && x == 'a' && x < 3 && x + 1 > 2 && x.y.z == 1 && x[0] == 1 && x in x && size(x) > 0")]
    [InlineData("m.a == 1 || m['b'] == 'x' || m.c.d")]
    [InlineData("u == 42 && u < 10 && i == 3.5 && d == 3 && u in [1, 2] && i in l")]
    [InlineData("n.a == 'x' && n.all(k, k != n[k])")]
    [InlineData("[1, 'a', 2.5].all(e, e == 1 || e == 'a')")]
    [InlineData("[] == [1] && {} == {'a': 1} && [[]] == [[1]]")]
    [InlineData("(b ? x : 1) == 1 && (b ? [] : l) == l")]
    [InlineData("t == null || r != null || x == null")]
    [InlineData("type(t) == google.protobuf.Timestamp && type(r) == google.protobuf.Duration && type(x) == type(type(1))")]
    [InlineData("l.map(e, {'k': e}).exists(e, e.k == 1)")]
    [InlineData(".i == 1 && .size(s) == 1")]
    [InlineData("x.in_cidr('10.0.0.0/8') && m.isSubtreeOf(n) && s.matches(s)")]
    [InlineData("x && x || !x ? x : b")]
    public void Is_accepted(string expression)
    {
        var compilation = Expression.Compile($"({expression}) == true", Parameters);
        Assert.True(compilation.Succeeded, string.Join("; ", compilation.Errors));
    }

    [Fact]
    public void Every_mistake_is_reported_once_in_the_order_of_the_text()
    {
        var compilation = Expression.Compile("q > 1 && s + 1 == 2 &&\nfrob(r)", Parameters);
        Assert.Equal(
            ["undeclared reference to `q`", "`+` does not take string and int", "undeclared reference to function `frob`"],
            compilation.Errors.Select(error => error.Message.Split(':')[0]));
        Assert.Equal([(1, 1, 0), (1, 12, 11), (2, 1, 23)], compilation.Errors.Select(error => (error.Line, error.Column, error.Offset)));
    }

    [Fact]
    public void Parameters_that_are_not_used_are_named()
    {
        var program = Expression.Compile("a > 0 && [1].all(b, b > 0) && has(c.b)", "a int, b int, c map<any>, d int").Program;
        Assert.Equal(["b", "d"], program!.UnusedParameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_macro_variable_hides_a_parameter_and_only_inside_the_macro()
    {
        Assert.Equal("true", Expression.Evaluate("[1].all(a, a == 1) && a == 'x'", "a string", """{"a": "x"}""").ToString());
        Assert.Equal("true", Expression.Evaluate("[[1, 2], [3]].all(a, a.all(a, a > 0) && size(a) > 0)").ToString());
        Assert.Equal("true", Expression.Evaluate("[1, 2].all(a, [3, 4].exists(b, b - a == 2)) && [5].all(c, c == 5)").ToString());
    }

    [Fact]
    public void A_parameter_hides_a_type_of_its_name() =>
        Assert.Equal("true", Expression.Evaluate("int == 1 && type(1) == type(int)", "int int", """{"int": 1}""").ToString());

    [Fact]
    public void Parameters_are_declared_once_and_are_at_most_sixty_four()
    {
        Expression.IsRefused("a", "parameter `a` is declared twice", "a bool, a int");
        var many = string.Join(", ", Enumerable.Range(0, 65).Select(i => $"p{i} bool"));
        Expression.IsRefused("p0", "at most 64 parameters", many);
        var all = string.Join(" && ", Enumerable.Range(0, 64).Select(i => $"p{i}"));
        var outcome = Expression.Evaluate(all, many[..many.LastIndexOf(',')]);
        Assert.Equal(64, outcome.MissingParameters.Length);
        Assert.Equal(outcome.MissingParameters.Order(StringComparer.Ordinal), outcome.MissingParameters);
        Assert.Contains("p63", outcome.MissingParameters);
    }

    [Fact]
    public void A_depth_that_small_stacks_do_not_hold_cannot_be_allowed() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CaveatLimits { MaxDepth = 251 });
}
