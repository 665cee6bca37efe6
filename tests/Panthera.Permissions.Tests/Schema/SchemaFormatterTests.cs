using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class SchemaFormatterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\n ; ", "")]
    [InlineData("// nothing", "// nothing\n")]
    [InlineData("definition   user{ }", "definition user {}\n")]
    [InlineData("definition one {} definition two {}", "definition one {}\n\ndefinition two {}\n")]
    [InlineData("use expiration\nuse self\n\n\n\ndefinition one {}", "use expiration\nuse self\n\ndefinition one {}\n")]
    [InlineData("use expiration\r\n\r\nuse self\r\n", "use expiration\n\nuse self\n")]
    [InlineData("use import;import 'a';import \"b\"", "use import\n\nimport 'a'\nimport \"b\"\n")]
    [InlineData("definition doc{relation viewer:user|user:*|group#member;permission view=viewer}",
        "definition doc {\n\trelation viewer: user | user:* | group#member\n\tpermission view = viewer\n}\n")]
    [InlineData("use expiration\ndefinition doc {\n relation a:user#...  with  net   and expiration|user with expiration\n}",
        "use expiration\n\ndefinition doc {\n\trelation a: user#... with net and expiration | user with expiration\n}\n")]
    [InlineData("definition doc {\n permission view:user|group=((a+b))&c-d -> e - f . all ( g )\n}",
        "definition doc {\n\tpermission view: user | group = ((a + b)) & c - d->e - f.all(g)\n}\n")]
    [InlineData("use partial\npartial one{...two}", "use partial\n\npartial one {\n\t...two\n}\n")]
    [InlineData("definition doc {\n\n\n relation one: user\n\n\n\n relation two: user\n relation three: user\n\n}",
        "definition doc {\n\trelation one: user\n\n\trelation two: user\n\trelation three: user\n}\n")]
    [InlineData("definition doc {\n relation one: user |\n\n   group |\n group#member\n}",
        "definition doc {\n\trelation one: user |\n\t\tgroup |\n\t\tgroup#member\n}\n")]
    [InlineData("definition doc {\n permission view = (one\n + two\n )\n}", "definition doc {\n\tpermission view = (one\n\t\t+ two\n\t\t)\n}\n")]
    public void White_space_is_put_where_it_belongs(string text, string expected) => AssertFormats(text, expected);

    [Theory]
    [InlineData("caveat net(ip ipaddress,m map< list<string> >){ip.in_cidr('1.2.3.4/8')}",
        "caveat net(ip ipaddress, m map<list<string>>) {\n\tip.in_cidr('1.2.3.4/8')\n}\n")]
    [InlineData("caveat net(one bool, two bool) {\n\n   one &&\n     two // why\n\n}",
        "caveat net(one bool, two bool) {\n\tone &&\n\t  two // why\n}\n")]
    [InlineData("caveat net(one bool) { one ||\n      false ||\n        true }", "caveat net(one bool) {\n\tone ||\n\tfalse ||\n\t  true\n}\n")]
    [InlineData("caveat net(one string) {  one == '''\n  a''' }", "caveat net(one string) {  one == '''\n  a''' }\n")]
    [InlineData("caveat net(one bool) { {'a': one}.a }\ndefinition user {}", "caveat net(one bool) {\n\t{'a': one}.a\n}\n\ndefinition user {}\n")]
    public void A_caveat_keeps_its_expression(string text, string expected) => AssertFormats(text, expected);

    [Theory]
    [InlineData("// one\n\n// two\ndefinition user {} // three\n/* four */", "// one\n\n// two\ndefinition user {} // three\n/* four */\n")]
    [InlineData("definition one {}\n// about two\ndefinition two {}", "definition one {}\n\n// about two\ndefinition two {}\n")]
    [InlineData("definition one { // brace\n}", "definition one { // brace\n}\n")]
    [InlineData("definition one { /* inside */ }", "definition one {\n\t/* inside */\n}\n")]
    [InlineData("definition doc {\n relation one: user // who\n /** Doc. */ relation two: user\n // last\n}",
        "definition doc {\n\trelation one: user // who\n\t/** Doc. */\n\trelation two: user\n\t// last\n}\n")]
    [InlineData("definition doc {\n relation one: user; // who\n relation two: user\n}", "definition doc {\n\trelation one: user // who\n\trelation two: user\n}\n")]
    [InlineData("definition doc {\n permission one = a + // why\n b /* and */ + c\n}",
        "definition doc {\n\tpermission one = a + // why\n\t\tb /* and */ + c\n}\n")]
    [InlineData("/**\n* Doc.\n      *\n   * More.\n */\ndefinition user {}", "/**\n * Doc.\n *\n * More.\n */\ndefinition user {}\n")]
    [InlineData("definition doc {\n/**\n  * Doc.\n  */\nrelation one: user\n}", "definition doc {\n\t/**\n\t * Doc.\n\t */\n\trelation one: user\n}\n")]
    [InlineData("/*\n  free  \n    text */ definition user {}", "/*\n  free\n    text */\ndefinition user {}\n")]
    public void Comments_survive_where_they_stand(string text, string expected) =>
        AssertFormats(text, expected);

    [Theory]
    [InlineData("definition doc {\n relation one: user; /** of two */ relation two: user\n}",
        "definition doc {\n\trelation one: user\n\t/** of two */\n\trelation two: user\n}\n", "of two")]
    [InlineData("definition doc {\n relation one: user; /** of two */\n relation two: user\n}",
        "definition doc {\n\trelation one: user\n\t/** of two */\n\trelation two: user\n}\n", "of two")]
    [InlineData("definition doc {\n relation one: user /** of none */\n relation two: user\n}",
        "definition doc {\n\trelation one: user /** of none */\n\trelation two: user\n}\n", null)]
    [InlineData("definition doc {\n relation one: user\n /** of none */ ;\n relation two: user\n}",
        "definition doc {\n\trelation one: user\n\t/** of none */;\n\trelation two: user\n}\n", null)]
    [InlineData("definition doc {\n relation one: user /** of\n none */;\n relation two: user\n}",
        "definition doc {\n\trelation one: user\n\t/** of\n none */;\n\trelation two: user\n}\n", null)]
    [InlineData("definition doc {\n relation one: user /** of\n two */\n relation two: user\n}",
        "definition doc {\n\trelation one: user\n\t/** of\n two */\n\trelation two: user\n}\n", "of\ntwo")]
    public void Documentation_stays_with_what_it_documents(string text, string expected, string? comment)
    {
        AssertFormats(text, expected);
        Assert.Equal(comment, Panthera.Permissions.Schema.Syntax.SchemaParser.Parse(new(expected)).Definitions[0].Members[1].Comment);
    }

    [Fact]
    public void The_usual_layout_is_left_alone()
    {
        const string Text = """
            use expiration

            /** A person. */
            definition user {}

            caveat on_network(ip ipaddress, cidr string) {
            	ip.in_cidr(cidr)
            }

            definition file {
            	relation viewer: user | user:* with on_network | group#member with expiration // who
            	relation parent: file

            	// whoever may see what is above
            	permission read = (viewer + parent->read) - parent.all(read)
            }

            """;
        Assert.Equal(Text, SchemaFormatter.Format(Text));
    }

    [Fact]
    public void What_does_not_parse_is_not_formatted() =>
        Assert.Equal(
            "line 1, column 12: expected the definition's name, found `{`",
            Assert.Throws<SchemaException>(() => SchemaFormatter.Format("definition {}")).Message);

    [Fact]
    public void Names_need_not_be_defined() =>
        Assert.Equal("definition user {\n\tpermission any = nowhere\n}\n", SchemaFormatter.Format("definition user { permission any = nowhere }"));

    private static void AssertFormats(string text, string expected)
    {
        Assert.Equal(expected, SchemaFormatter.Format(text));
        Assert.Equal(expected, SchemaFormatter.Format(expected));
    }
}
