using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Tests.Schema;

public sealed class SchemaParserTests
{
    [Fact]
    public void An_empty_text_is_a_schema_without_definitions()
    {
        Assert.Empty(Parse("").Definitions);
        Assert.Empty(Parse("  // nothing\n\n/* at all */ ;").Definitions);
    }

    [Fact]
    public void Statements_end_at_a_line_or_a_semicolon_or_the_closing_brace()
    {
        var schema = Parse("definition doc { relation one: user; relation two: user\r\n;\n permission all_of = one + two }");
        Assert.Equal(["one", "two", "all_of"], Members(schema).Select(member => member.Name.Text));
    }

    [Fact]
    public void Every_form_of_allowed_subject_is_read()
    {
        var schema = Parse("""
            use expiration
            definition doc {
                relation viewer: user | user#... | acme/group#member | user:* | user with expiration | user:* with on_net |
                    group#member with acme/on_net and expiration
            }
            """);
        var relation = Assert.IsType<RelationSyntax>(Members(schema)[0]);
        Assert.Equal(
            ["user", "user", "acme/group#member", "user:*", "user+expiration", "user:*+on_net", "group#member+acme/on_net+expiration"],
            relation.AllowedSubjects.Select(Show));
    }

    [Fact]
    public void Keywords_of_flags_are_names_where_the_flags_are_off()
    {
        var schema = Parse("definition doc {\n relation expiration: and\n relation self: partial\n relation import: use\n permission any = self.all(all)\n}");
        Assert.Equal(["expiration", "self", "import", "any"], Members(schema).Select(member => member.Name.Text));
    }

    [Fact]
    public void Caveats_keep_their_parameters_and_the_place_of_their_body()
    {
        const string Text = "caveat acme/net(ip ipaddress, tags map<list<string>>) { ip.in_cidr(\"}\") && tags == {'a': r'\\'} // }\n }";
        var caveat = Assert.Single(Parse(Text).Caveats);
        Assert.Equal("acme/net", caveat.Name.Text);
        Assert.Equal(["ip", "tags"], caveat.Parameters.Select(parameter => parameter.Name.Text));
        Assert.Equal("string", caveat.Parameters[1].Type.Argument!.Argument!.Name.Text);
        Assert.Equal(" ip.in_cidr(\"}\") && tags == {'a': r'\\'} // }\n ", Text[caveat.BodyStart..caveat.BodyEnd]);
    }

    [Fact]
    public void Strings_in_caveats_hide_braces_until_they_close()
    {
        var schema = Parse("caveat one(a string) { a == '\\'}' || a == \"\"\"}\n\"}\"\"\" }\ndefinition user {}");
        Assert.Single(schema.Caveats);
        Assert.Single(schema.Definitions);
    }

    [Fact]
    public void Partials_and_imports_are_read_where_their_flags_are_on()
    {
        var schema = Parse("use partial\nuse import\nimport 'a.zed'\npartial view {\n relation viewer: user\n}\ndefinition doc {\n ...view\n}");
        Assert.Equal("a.zed", Assert.Single(schema.Imports).Path);
        Assert.Equal("view", Assert.Single(schema.Partials).Name.Text);
        Assert.IsType<PartialReferenceSyntax>(Assert.Single(Members(schema)));
    }

    [Fact]
    public void Annotations_keep_their_types()
    {
        var schema = Parse("definition doc {\n permission view: user | acme/group = viewer\n permission edit = view\n}");
        Assert.Equal(["user", "acme/group"], Assert.IsType<PermissionSyntax>(Members(schema)[0]).Types.Select(type => type.Text));
        Assert.Empty(Assert.IsType<PermissionSyntax>(Members(schema)[1]).Types);
    }

    [Fact]
    public void Documentation_comments_are_kept_without_their_marks()
    {
        var schema = Parse("""
            /** A person. */
            definition user {}
            /* not documentation */
            // nor this
            /**/
            definition doc {
                /**
                 * Who may look.
                 *
                 *   Indented *here*.
                 */
                relation viewer: user /** of nothing */
                relation editor: user
                /** Both. */
                // (with a remark between)
                permission view = viewer + editor
            }
            """);
        Assert.Equal(["A person.", null], schema.Definitions.Select(definition => definition.Comment));
        Assert.Equal(
            ["Who may look.\n\nIndented *here*.", null, "Both."],
            schema.Definitions[1].Members.Select(member => member.Comment));
    }

    private static SchemaSyntax Parse(string text) => SchemaParser.Parse(new SourceText(text));

    private static System.Collections.Immutable.ImmutableArray<MemberSyntax> Members(SchemaSyntax schema) => Assert.Single(schema.Definitions).Members;

    private static string Show(AllowedSubjectSyntax subject) =>
        subject.Type.Text
        + (subject.Relation is { } relation ? "#" + relation.Text : "")
        + (subject.IsWildcard ? ":*" : "")
        + (subject.Caveat is { } caveat ? "+" + caveat.Text : "")
        + (subject.Expires ? "+expiration" : "");
}
