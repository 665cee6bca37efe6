using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class CaveatSchemaTests
{
    private const string Text = """
        use expiration
        definition user {}
        definition group {
            relation member: user
        }
        /** From where. */
        caveat acme/on_network(ip ipaddress, cidr string) {
            ip.in_cidr(cidr)
        }
        caveat after_hours(hour int) { hour > 17 }
        definition doc {
            relation viewer: user | user with acme/on_network | user:* with after_hours | group#member with after_hours and expiration
        }
        """;

    [Fact]
    public void A_caveat_knows_its_name_place_parameters_and_expression()
    {
        var schema = SchemaCompiler.Compile(Text);
        Assert.Equal(["acme/on_network", "after_hours"], schema.Caveats.Select(caveat => caveat.Name));
        Assert.True(schema.TryGetCaveat("acme/on_network", out var caveat));
        Assert.Equal(("From where.", 0, 7, 8, "ip.in_cidr(cidr)"), (caveat.Comment, caveat.Index, caveat.Line, caveat.Column, caveat.ExpressionText));
        Assert.Equal(["ip ipaddress", "cidr string"], caveat.Parameters.Select(parameter => $"{parameter.Name} {parameter.Type}"));
        Assert.Equal("acme/on_network", caveat.Program.Name);
        Assert.False(schema.TryGetCaveat("on_network", out _));
        Assert.Empty(CompiledSchema.Empty.Caveats);
    }

    [Theory]
    [Trait("Hazard", "H13")]
    [Trait("Hazard", "H24")]
    [InlineData("user", null, false, null, false, true)]
    [InlineData("user", null, false, "acme/on_network", false, true)]
    [InlineData("user", null, false, "on_network", false, false)]
    [InlineData("user", null, false, "after_hours", false, false)]
    [InlineData("user", null, false, null, true, false)]
    [InlineData("user", null, true, null, false, false)]
    [InlineData("user", null, true, "after_hours", false, true)]
    [InlineData("user", null, true, "after_hours", true, false)]
    [InlineData("group", "member", false, null, false, false)]
    [InlineData("group", "member", false, "after_hours", false, false)]
    [InlineData("group", "member", false, null, true, false)]
    [InlineData("group", "member", false, "after_hours", true, true)]
    public void A_form_allows_exactly_its_caveat(string type, string? relation, bool wildcard, string? caveat, bool expires, bool expected)
    {
        var schema = SchemaCompiler.Compile(Text);
        schema.TryGetDefinition("doc", out var doc);
        var viewer = Assert.IsType<Relation>(doc!.Members[0]);
        Assert.Equal(expected, viewer.Allows(type, relation, wildcard, caveat, expires));
        Assert.Equal(
            "user | user with acme/on_network | user:* with after_hours | group#member with after_hours and expiration",
            string.Join(" | ", viewer.AllowedSubjects));
    }

    [Theory]
    [InlineData("caveat net(ip int) { ip == 1 }\ncaveat net(ip int) { ip == 1 }", "line 2, column 8: caveat `net` is already defined on line 1")]
    [InlineData("definition net {}\ncaveat net(ip int) { ip == 1 }", "line 2, column 8: `net` is already the name of the type defined on line 1; give the caveat another name")]
    [InlineData("caveat Net(ip int) { ip == 1 }", "line 1, column 8: `Net` cannot name a caveat: names have 3 to 64 characters of a-z, 0-9 and `_`, begin with a letter and do not end with `_`; prefixes end in `/`, and the whole has at most 128 characters")]
    [InlineData("caveat net(ip int, ip string) { ip == 1 }", "line 1, column 20: caveat `net` has two parameters `ip`")]
    [InlineData("caveat net(ip integer) { ip == 1 }", "line 1, column 15: there is no parameter type `integer`; there are `any`, `bool`, `string`, `int`, `uint`, `double`, `bytes`, `duration`, `timestamp`, `ipaddress`, `list<T>` and `map<T>`")]
    [InlineData("caveat net(ip list) { ip == 1 }", "line 1, column 15: type `list` needs the type of what it holds; write `list<string>` or `list<any>`")]
    [InlineData("caveat net(ip int<string>) { ip == 1 }", "line 1, column 15: type `int` takes no argument; write `int`")]
    [InlineData("caveat net(ip int, other bool) { ip == 1 }", "line 1, column 20: parameter `other` of caveat `net` is never used; remove it")]
    [InlineData("definition user {\n relation any: user with nte\n}\ncaveat net(ip int) { ip == 1 }", "line 2, column 26: relation `any` names caveat `nte`, which is not defined; defined caveats are `net`; did you mean `net`?")]
    [InlineData("use expiration\ndefinition user {\n relation any: user with net | user with net\n}\ncaveat net(ip int) { ip == 1 }", "line 3, column 32: relation `any` allows `user with net` twice")]
    public void What_is_wrong_with_a_caveat_is_named_with_its_place(string text, string expected) =>
        Assert.Equal(expected, Error(text).ToString());

    [Theory]
    [InlineData("caveat net(ip int) {\n  ip ==\n   nothing\n}", 3, 4)]
    [InlineData("caveat net(ip int) { /* 😀 */ ip }", 1, 0)]
    [InlineData("caveat net(ip int) { ip + 1 }", 1, 0)]
    [InlineData("caveat net(ip string) { ip == 1 }", 1, 0)]
    [InlineData("caveat net(ip int) { ip == }", 1, 0)]
    public void An_error_in_an_expression_has_its_place_in_the_schema(string text, int line, int column)
    {
        var error = Error(text);
        Assert.Equal(SchemaErrorKind.Type, error.Kind);
        Assert.StartsWith("in caveat `net`, ", error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
        Assert.True(column == 0 || column == error.Column, error.ToString());
    }

    [Fact]
    public void A_parameter_may_be_called_as_the_language_of_schemas_calls_other_things() =>
        Assert.Single(SchemaCompiler.Compile("caveat net(expiration int, user int) { expiration > user }").Caveats);

    private static SchemaError Error(string text) => Assert.Single(Assert.Throws<SchemaException>(() => SchemaCompiler.Compile(text)).Errors);
}
