using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class SchemaCompilerTests
{
    [Fact]
    public void The_empty_schema_has_no_definitions()
    {
        Assert.Empty(CompiledSchema.Empty.Definitions);
        Assert.False(CompiledSchema.Empty.TryGetDefinition("user", out _));
        Assert.Empty(SchemaCompiler.Compile("").Definitions);
    }

    [Fact]
    public void Definitions_and_members_know_their_names_places_and_comments()
    {
        const string Text = "/** Who. */\ndefinition acme/user {}\ndefinition doc {\n  relation viewer: acme/user\n  /** May. */\n  permission view = viewer\n}";
        var schema = SchemaCompiler.Compile(Text);
        Assert.Equal(Text, schema.Text);
        Assert.Equal([("acme/user", 0, 2, 12), ("doc", 1, 3, 12)], schema.Definitions.Select(type => (type.Name, type.Index, type.Line, type.Column)));
        Assert.True(schema.TryGetDefinition("acme/user", out var user));
        Assert.Equal("Who.", user.Comment);
        Assert.False(schema.TryGetDefinition("ACME/user", out _));
        Assert.True(schema.TryGetDefinition("doc", out var doc));
        Assert.Equal([("viewer", 0, 4, 12), ("view", 1, 6, 14)], doc.Members.Select(member => (member.Name, member.Index, member.Line, member.Column)));
        Assert.True(doc.TryGetMember("view", out var view));
        Assert.Same(doc, view.Definition);
        Assert.Equal("May.", view.Comment);
        Assert.False(doc.TryGetMember("edit", out _));
    }

    [Fact]
    public void A_body_is_resolved_to_members_of_its_definition()
    {
        var schema = SchemaCompiler.Compile("""
            definition user {}
            definition doc {
                permission view = viewer + edit & parent->view - parent.all(banned) + nil
                permission edit = editor
                permission banned = nil
                relation viewer: user
                relation editor: user
                relation parent: doc | user
            }
            """);
        schema.TryGetDefinition("doc", out var doc);
        var view = Assert.IsType<Permission>(doc!.Members[0]);
        Assert.Equal("(((viewer + edit) & parent->view) - (parent.all(banned) + nil))", view.Body.ToString());
        var exclusion = Assert.IsType<ExclusionExpression>(view.Body);
        var intersection = Assert.IsType<IntersectionExpression>(exclusion.Left);
        var union = Assert.IsType<UnionExpression>(intersection.Operands[0]);
        Assert.Same(doc.Members[1], Assert.IsType<MemberExpression>(union.Operands[1]).Member);
        var arrow = Assert.IsType<ArrowExpression>(intersection.Operands[1]);
        Assert.Same(doc.Members[5], arrow.Left);
        Assert.Equal(ArrowKind.Any, arrow.Kind);
        var all = Assert.IsType<ArrowExpression>(Assert.IsType<UnionExpression>(exclusion.Right).Operands[0]);
        Assert.Equal((ArrowKind.All, "banned"), (all.Kind, all.Right));
    }

    [Theory]
    [InlineData("user", null, false, false, true)]
    [InlineData("user", null, false, true, false)]
    [InlineData("user", null, true, false, false)]
    [InlineData("user", null, true, true, true)]
    [InlineData("agent", null, false, false, true)]
    [InlineData("agent", null, false, true, true)]
    [InlineData("Agent", null, false, true, false)]
    [InlineData("group", "member", false, true, true)]
    [InlineData("group", "member", false, false, false)]
    [InlineData("group", null, false, true, false)]
    [InlineData("group", "owner", false, true, false)]
    [InlineData("other", null, false, false, false)]
    public void A_relation_allows_exactly_the_forms_it_lists(string type, string? relation, bool wildcard, bool expires, bool expected)
    {
        var schema = SchemaCompiler.Compile("""
            use expiration
            definition user {}
            definition agent {}
            definition group {
                relation owner: user
                permission member = owner
            }
            definition doc {
                relation viewer: user | user:* with expiration | agent | agent with expiration | group#member with expiration
            }
            """);
        schema.TryGetDefinition("doc", out var doc);
        var viewer = Assert.IsType<Relation>(doc!.Members[0]);
        Assert.Equal(expected, viewer.Allows(type, relation, wildcard, null, expires));
        Assert.True(viewer.AllowsWildcard);
        Assert.True(viewer.AllowsUserset);
        Assert.Equal(
            "user | user:* with expiration | agent | agent with expiration | group#member with expiration",
            string.Join(" | ", viewer.AllowedSubjects));
    }

    [Fact]
    public void A_permission_may_come_back_to_itself_through_an_arrow_or_a_userset()
    {
        var schema = SchemaCompiler.Compile("""
            definition doc {
                relation parent: doc
                relation viewer: doc#view
                permission view = viewer + parent->view
            }
            """);
        Assert.Single(schema.Definitions);
    }

    [Fact]
    public void An_annotation_without_the_flag_is_not_checked() =>
        Assert.Single(SchemaCompiler.Compile("definition doc {\n permission view: user | group = nil\n}").Definitions);

    [Fact]
    public void A_chain_of_a_hundred_thousand_permissions_compiles()
    {
        var members = Enumerable.Range(0, 100_000).Select(i => $"permission p{i:D6} = p{i + 1:D6}\n");
        var schema = SchemaCompiler.Compile("definition doc {\n" + string.Concat(members) + "permission p100000 = nil\n}");
        Assert.Equal(100_001, schema.Definitions[0].Members.Length);
    }

    [Fact]
    public void The_built_in_schema_compiles_and_keeps_its_own_rules()
    {
        var schema = BuiltInSchema.Compiled;
        Assert.Equal(BuiltInSchema.Text, schema.Text);
        Assert.Equal(["user", "agent", "group", "file"], schema.Definitions.Select(type => type.Name));
        Assert.Empty(TenantSchemaRules.Check(schema));
        schema.TryGetDefinition("file", out var file);
        Assert.True(file!.TryGetMember("read", out var read));
        Assert.Equal("(viewer + shared_viewer + write + parent->read)", Assert.IsType<Permission>(read).Body.ToString());
    }
}
