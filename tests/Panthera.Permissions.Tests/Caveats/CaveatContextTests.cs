using System.Text;
using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class CaveatContextTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" { \"b\" : 1 , \"a\" : [ true , null ] } ", "{\"a\":[true,null],\"b\":1}")]
    [InlineData("{\"n\": 1.0, \"m\": -0.0, \"o\": 1e3, \"p\": 0.1}", "{\"m\":0,\"n\":1,\"o\":1000,\"p\":0.1}")]
    [InlineData("{\"n\": 9007199254740991, \"o\": 1e300}", "{\"n\":9007199254740991,\"o\":1E+300}")]
    [InlineData("{\"é\\u0041\\n\": \"<ÿ>\\u0000\"}", "{\"éA\\n\":\"<ÿ>\\u0000\"}")]
    [InlineData("{\"Z\": 1, \"a\": 1, \"\": 1, \"A\": {\"z\": 1, \"y\": 2}}", "{\"\":1,\"A\":{\"y\":2,\"z\":1},\"Z\":1,\"a\":1}")]
    public void The_canonical_text_is_the_same_value(string json, string canonical)
    {
        var context = Expression.Context(json);
        Assert.Equal(canonical, context.ToString());
        Assert.Equal(canonical, Encoding.UTF8.GetString(context.ToUtf8().Span));
        Assert.Equal(Encoding.UTF8.GetByteCount(canonical), context.SizeBytes);
        Assert.Equal(context, Expression.Context(canonical));
        Assert.Equal(context.GetHashCode(), Expression.Context(canonical).GetHashCode());
        Assert.True(CaveatContext.TryCreate(context.Members.Reverse(), out var rebuilt, out _));
        Assert.Equal(context, rebuilt);
    }

    [Theory]
    [InlineData("", "not well-formed JSON")]
    [InlineData("[]", "expected `{`")]
    [InlineData("null", "expected `{`")]
    [InlineData("\"x\"", "expected `{`")]
    [InlineData("{", "not well-formed JSON at line 1")]
    [InlineData("{\"a\": 1,}", "not well-formed JSON")]
    [InlineData("{\"a\": 1} {}", "not well-formed JSON")]
    [InlineData("{\"a\": 1} x", "not well-formed JSON")]
    [InlineData("{a: 1}", "not well-formed JSON")]
    [InlineData("{\"a\": 01}", "not well-formed JSON")]
    [InlineData("{\"a\": NaN}", "not well-formed JSON")]
    [InlineData("{\"a\": 1} // x", "not well-formed JSON")]
    [InlineData("{\"a\": 1, \"a\": 1}", "`a` is given twice")]
    [InlineData("{\"x\": {\"a\": 1, \"\\u0061\": 2}}", "`a` is given twice")]
    [InlineData("{\"a\": 1e999}", "outside the range of a double")]
    [InlineData("{\"a\": \"\\ud800\"}", "not well-formed Unicode")]
    [InlineData("{\"\\udc00\": 1}", "not well-formed Unicode")]
    public void What_is_no_context_is_refused(string json, string message)
    {
        Assert.False(CaveatContext.TryParse(json, out var context, out var error));
        Assert.Null(context);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.False(CaveatContext.TryParse([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], out _, out _));

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void A_depth_bomb_is_refused_and_the_depth_below_is_taken(string open, string close)
    {
        string Nested(int levels) => "{\"x\":" + string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels)) + "}";
        Assert.Equal(Nested(CaveatContext.MaxDepth - 1).Length, Expression.Context(Nested(CaveatContext.MaxDepth - 1)).SizeBytes);
        Assert.False(CaveatContext.TryParse(Nested(CaveatContext.MaxDepth), out _, out var error));
        Assert.Contains("64 levels", error, StringComparison.Ordinal);
        Assert.False(CaveatContext.TryParse(Nested(100_000), out _, out _));
        Assert.False(CaveatContext.TryParse(string.Concat(Enumerable.Repeat(open, 100_000)), out _, out _));
    }

    [Fact]
    public void A_value_nested_too_deeply_cannot_be_built()
    {
        var value = ContextValue.Null;
        for (var i = 0; i < CaveatContext.MaxDepth; i++)
        {
            value = ContextValue.FromList([value]);
        }

        Assert.Throws<ArgumentException>(() => ContextValue.FromList([value]));
        Assert.False(CaveatContext.TryCreate([new("a", value)], out _, out var error));
        Assert.Contains("64 levels", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_too_large_is_refused()
    {
        Assert.False(CaveatContext.TryParse($$"""{"a": "{{new string('x', CaveatContext.MaxTextBytes)}}"}""", out _, out var error));
        Assert.Equal("the context is larger than 1 MiB", error);
    }

    [Fact]
    public void Contexts_with_other_values_differ()
    {
        string[] contexts = ["{}", """{"a":1}""", """{"a":2}""", """{"a":"1"}""", """{"a":true}""", """{"a":null}""", """{"a":[1]}""", """{"a":{}}""", """{"b":1}""", """{"a":1,"b":1}"""];
        foreach (var x in contexts)
        {
            foreach (var y in contexts)
            {
                Assert.Equal(x == y, Expression.Context(x).Equals(Expression.Context(y)));
            }
        }
    }

    [Fact]
    public void Values_are_read_as_what_they_are()
    {
        var context = Expression.Context("""{"a": true, "b": 1.5, "c": "x", "d": [1], "e": {"f": null}}""");
        Assert.True(context.TryGetValue("a", out var value) && value.AsBool());
        Assert.True(context.TryGetValue("b", out value) && value.AsNumber() == 1.5);
        Assert.True(context.TryGetValue("c", out value) && value.AsString() == "x");
        Assert.True(context.TryGetValue("d", out value) && value.AsList()[0] == ContextValue.FromNumber(1));
        Assert.True(context.TryGetValue("e", out value) && value.AsObject().TryGetValue("f", out value) && value == ContextValue.Null);
        Assert.False(context.TryGetValue("g", out _));
        Assert.Throws<InvalidOperationException>(() => ContextValue.Null.AsBool());
        Assert.Throws<ArgumentException>(() => ContextValue.FromNumber(double.NaN));
        Assert.Throws<ArgumentException>(() => ContextValue.FromString("\ud800"));
        Assert.False(CaveatContext.TryCreate([new("\ud800", ContextValue.Null)], out _, out _));
        Assert.False(CaveatContext.TryCreate([new("a", ContextValue.Null), new("a", ContextValue.Null)], out _, out _));
    }
}
