using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("int", "42", "p == 42")]
    [InlineData("int", "-42.0", "p == -42")]
    [InlineData("int", "\"9223372036854775807\"", "p == 9223372036854775807")]
    [InlineData("int", "\"-9223372036854775808\"", "p == -9223372036854775808")]
    [InlineData("int", "\"42.0\"", "p == 42")]
    [InlineData("int", "\"4.2e1\"", "p == 42")]
    [InlineData("int", "\"0.0e-40\"", "p == 0")]
    [InlineData("int", "9007199254740991", "p == 9007199254740991")]
    [InlineData("uint", "42", "p == 42u && p == 42")]
    [InlineData("uint", "\"18446744073709551615\"", "p == 18446744073709551615u")]
    [InlineData("double", "1.5", "p == 1.5")]
    [InlineData("double", "1", "p == 1.0")]
    [InlineData("double", "\"2.5\"", "p == 2.5")]
    [InlineData("bool", "true", "p")]
    [InlineData("string", "\"é\"", "p == 'é'")]
    [InlineData("bytes", "\"AP8=\"", "p == b'\\x00\\xff'")]
    [InlineData("bytes", "\"\"", "p == b''")]
    [InlineData("duration", "\"1h30m\"", "p == duration('90m')")]
    [InlineData("timestamp", "\"2030-01-02T03:04:05Z\"", "p.getHours() == 3")]
    [InlineData("ipaddress", "\"10.0.0.1\"", "p == ipaddress('10.0.0.1')")]
    [InlineData("ipaddress", "\"::1\"", "p == ipaddress('::1')")]
    [InlineData("list<int>", "[1, \"2\"]", "p == [1, 2]")]
    [InlineData("list<any>", "[1, \"2\", null, [true], {\"a\": 1}]", "p[0] == 1.0 && p[1] == '2' && p[2] == null && p[3][0] && p[4].a == 1")]
    [InlineData("map<timestamp>", "{\"a\": \"2030-01-02T03:04:05Z\"}", "p.a.getDate() == 2")]
    [InlineData("map<list<uint>>", "{\"a\": [1, 2]}", "p.a[1] == 2u")]
    [InlineData("any", "1", "type(p) == double && p == 1")]
    [InlineData("any", "null", "p == null")]
    [InlineData("any", "[1]", "p == [1]")]
    public void A_value_of_the_type_is_taken(string type, string json, string expression)
    {
        Assert.Equal("true", Expression.Evaluate(expression, $"p {type}", $$"""{"p": {{json}}}""").ToString());
        Assert.Null(Expression.Compile(expression, $"p {type}").Program!.ValidateContext(Expression.Context($$"""{"p": {{json}}}""")));
    }

    [Theory]
    [InlineData("int", "1.5")]
    [InlineData("int", "9007199254740992")]
    [InlineData("int", "9007199254740993")]
    [InlineData("int", "1e300")]
    [InlineData("int", "true")]
    [InlineData("int", "null")]
    [InlineData("int", "[]")]
    [InlineData("int", "\"\"")]
    [InlineData("int", "\"1.5\"")]
    [InlineData("int", "\"0x10\"")]
    [InlineData("int", "\"1e-40\"")]
    [InlineData("int", "\"0.99999999999999999999999999999999999\"")]
    [InlineData("uint", "\"1.0000000000000000000000000000000001\"")]
    [InlineData("int", "\"9223372036854775808\"")]
    [InlineData("int", "\"99999999999999999999999999999999999999\"")]
    [InlineData("uint", "-1")]
    [InlineData("uint", "0.5")]
    [InlineData("uint", "\"-1\"")]
    [InlineData("uint", "\"18446744073709551616\"")]
    [InlineData("double", "\"x\"")]
    [InlineData("double", "true")]
    [InlineData("bool", "\"true\"")]
    [InlineData("bool", "1")]
    [InlineData("string", "1")]
    [InlineData("string", "null")]
    [InlineData("bytes", "\"no base64!\"")]
    [InlineData("bytes", "1")]
    [InlineData("duration", "\"1\"")]
    [InlineData("duration", "60")]
    [InlineData("timestamp", "\"tomorrow\"")]
    [InlineData("timestamp", "0")]
    [InlineData("ipaddress", "\"localhost\"")]
    [InlineData("ipaddress", "1")]
    [InlineData("list<int>", "[1, \"x\"]")]
    [InlineData("list<int>", "{}")]
    [InlineData("list<int>", "\"1\"")]
    [InlineData("map<int>", "{\"a\": \"x\"}")]
    [InlineData("map<int>", "[]")]
    [InlineData("map<map<bool>>", "{\"a\": {\"b\": 1}}")]
    [Trait("Hazard", "H13")]
    public void A_value_of_another_type_is_an_error_whether_or_not_it_matters(string type, string json)
    {
        var context = $$"""{"p": {{json}}}""";
        var outcome = Expression.Evaluate("true || p == p", $"p {type}", context);
        Assert.Equal((CaveatOutcomeKind.Failed, CaveatFailureKind.ParameterType), (outcome.Kind, outcome.FailureKind));
        Assert.StartsWith($"caveat `test` takes parameter `p` of type {type}: ", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(outcome.Message, Expression.Compile("true || p == p", $"p {type}").Program!.ValidateContext(Expression.Context(context)));
        Assert.Equal(outcome.Message, Expression.Evaluate("true || p == p", $"p {type}", stored: context).Message);
    }

    [Fact]
    public void The_message_says_what_was_expected_and_given()
    {
        Assert.Equal(
            "failed: caveat `test` takes parameter `p` of type map<list<int>>: at key `a`: at index 1: "
            + "expected a whole number, as text when it is beyond 2^53, given `\"x\"`",
            Expression.Evaluate("p == {}", "p map<list<int>>", """{"p": {"a": [1, "x"]}}""").ToString());
        var message = Expression.Evaluate("p", "p bool", $$"""{"p": "{{new string('x', 5_000)}}"}""").Message;
        Assert.True(message.Length < 200, message);
    }

    [Fact]
    public void A_name_that_is_no_parameter_is_refused_when_it_is_to_be_stored()
    {
        var program = Expression.Compile("a && b > 1", "a bool, b int").Program!;
        Assert.Equal("caveat `test` has no parameter `c`; it has `a`, `b`", program.ValidateContext(Expression.Context("""{"a": true, "c": 1}""")));
        Assert.Null(program.ValidateContext(CaveatContext.Empty));
        Assert.Equal(
            "caveat `test` has no parameter `c`; it has none", Expression.Compile("true").Program!.ValidateContext(Expression.Context("""{"c": 1}""")));
    }

    [Theory]
    [InlineData("int", null, "int")]
    [InlineData("list", "string", "list<string>")]
    [InlineData("map", "any", "map<any>")]
    [InlineData("ipaddress", null, "ipaddress")]
    public void A_type_is_found_by_its_name(string name, string? argument, string text)
    {
        var element = argument is null ? null : Expression.Parameters($"p {argument}")[0].Type;
        Assert.True(CaveatType.TryResolve(name, element, out var type, out _));
        Assert.Equal(text, type.ToString());
        Assert.Equal(Expression.Parameters($"p {text}")[0].Type, type);
    }

    [Theory]
    [InlineData("integer", null, "there is no parameter type `integer`; there are `any`")]
    [InlineData("list", null, "type `list` needs the type of what it holds")]
    [InlineData("map", null, "type `map` needs the type of what it holds")]
    [InlineData("int", "int", "type `int` takes no argument")]
    [InlineData("set", "int", "there is no parameter type `set`")]
    public void What_is_no_type_is_refused(string name, string? argument, string message)
    {
        Assert.False(CaveatType.TryResolve(name, argument is null ? null : CaveatType.Int, out _, out var error));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_nests_up_to_its_bound()
    {
        var type = CaveatType.Int;
        for (var i = 0; i < CaveatType.MaxDepth; i++)
        {
            type = CaveatType.ListOf(type);
        }

        Assert.False(CaveatType.TryResolve("list", type, out _, out var error));
        Assert.Contains("nests more than 16", error, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CaveatType.MapOf(type));
    }

    [Fact]
    [Trait("Hazard", "H13")]
    public void An_outcome_that_nobody_set_is_a_failure()
    {
        var outcome = default(CaveatOutcome);
        Assert.Equal(CaveatOutcomeKind.Failed, outcome.Kind);
        Assert.Equal("failed: the caveat was not evaluated", outcome.ToString());
        Assert.Empty(outcome.MissingParameters);
        Assert.Throws<ArgumentException>(() => CaveatOutcome.Partial([]));
    }
}
