using Panthera.Permissions.Schema.Composition;

namespace Panthera.Permissions.Tests.Schema.Composition;

public sealed class SchemaComposerTests
{
    [Fact]
    public void A_file_and_what_it_imports_are_one_schema()
    {
        var composed = Compose(
            ("root.zed", "use import\nuse expiration\nimport 'types/user.zed'\nimport \"types/group.zed\"\ndefinition doc {\n relation viewer: user with expiration | group#member\n}"),
            ("types/user.zed", "// a person\ndefinition user {}"),
            ("types/group.zed", "use import\nimport 'user.zed'\nimport '../types/user.zed'\ndefinition group {\n relation member: user\n}"));
        Assert.Equal(["types/user.zed", "types/group.zed", "root.zed"], composed.Files.Select(file => file.Path));
        Assert.Equal(["user", "group", "doc"], composed.Compile().Definitions.Select(definition => definition.Name));
        Assert.Equal(
            """
            use expiration

            // a person
            definition user {}

            definition group {
            	relation member: user
            }

            definition doc {
            	relation viewer: user with expiration | group#member
            }

            """,
            composed.WriteOut());
    }

    [Fact]
    public void Partials_are_written_where_they_are_included()
    {
        var composed = Compose(
            ("root.zed", "use import\nuse partial\nimport 'views.zed'\ndefinition user {}\ndefinition doc {\n relation owner: user\n /** of nothing */ ...viewing // here\n permission edit = owner\n}"),
            ("views.zed", "use partial\n/** How things are seen. */\npartial viewing {\n ...being_seen // too\n permission view = viewer // all\n}\npartial being_seen {\n /** Who looks. */\n relation viewer: user\n}"));
        Assert.Equal(
            """
            definition user {}

            definition doc {
            	relation owner: user
            	/** of nothing */;
            	/** Who looks. */
            	relation viewer: user
            	// too
            	permission view = viewer // all
            	// here
            	permission edit = owner
            }

            """,
            composed.WriteOut());
    }

    [Theory]
    [InlineData("use import\nimport 'b.zed'", "use import\ndefinition user {", "b.zed:2:18: expected `relation`, `permission` or `}`, found the end of the schema")]
    [InlineData("use import\nimport 'b.zed'", "definition user {\n relation any: usr\n}", "b.zed:2:16: relation `any` names type `usr`, which is not defined; defined types are `user`; did you mean `user`?")]
    [InlineData("use import\nimport 'b.zed'\ndefinition user {}", "\n\ndefinition user {}", "root.zed:3:12: type `user` is already defined on line 3 of `b.zed`")]
    [InlineData("use import\n\nimport 'c.zed'", "", "root.zed:3:8: there is no file `c.zed`")]
    [InlineData("use import\nimport 'b.zed'", "use import\nimport 'b.zed'", "b.zed:2:8: the files import each other: `b.zed` -> `b.zed`")]
    [InlineData("use import\nimport 'b.zed'", "use import\nimport './root.zed'", "b.zed:2:8: the files import each other: `root.zed` -> `b.zed` -> `root.zed`")]
    [InlineData("use import\nimport '../b.zed'", "", "root.zed:2:8: `../b.zed` leads outside of the directory of the schema's root file")]
    [InlineData("use import\nimport 'x/../../b.zed'", "", "root.zed:2:8: `x/../../b.zed` leads outside of the directory of the schema's root file")]
    [InlineData("use import\nimport '/etc/b.zed'", "", "root.zed:2:8: `/etc/b.zed` cannot be imported: give a path relative to this file, with `/` between its parts")]
    [InlineData("use import\nimport 'x\\b.zed'", "", "root.zed:2:8: `x\\b.zed` cannot be imported: give a path relative to this file, with `/` between its parts")]
    [InlineData("use import\nimport ''", "", "root.zed:2:8: the path of an import is empty")]
    [InlineData("use import\nuse self\nimport 'b.zed'", "definition doc {\n permission any = self\n}", "b.zed:2:19: `self` is a name here, but a keyword in another file of the schema, which says `use self`; say so here too, or take another name")]
    [InlineData("use import\nimport 'b.zed'\ndefinition doc {\n permission and = nil\n}", "use expiration", "root.zed:4:13: `and` is a name here, but a keyword in another file of the schema, which says `use expiration`; say so here too, or take another name")]
    public void An_error_names_its_file(string root, string other, string expected)
    {
        var exception = Assert.Throws<SchemaFileException>(() => Compose(("root.zed", root), ("b.zed", other)).Compile());
        Assert.Equal(expected, exception.Message);
    }

    [Fact]
    public void An_error_carries_its_line()
    {
        var exception = Assert.Throws<SchemaFileException>(() => Compose(("root.zed", "use import\nimport 'b.zed'"), ("b.zed", "definition user {\r\n\trelation any: usr\r\n}")).Compile());
        Assert.Equal("\trelation any: usr", Assert.Single(exception.Errors).SourceLine);
    }

    [Fact]
    public void Documentation_before_an_import_documents_nothing()
    {
        var composed = Compose(("root.zed", "use import\n/** Of nothing. */\nimport 'b.zed'\ndefinition user {}"), ("b.zed", ""));
        Assert.Null(composed.Compile().Definitions[0].Comment);
    }

    [Fact]
    public void A_chain_of_imports_is_bounded()
    {
        var files = Enumerable.Range(0, 200).Select(i => (i == 0 ? "root.zed" : $"f{i}.zed", $"use import\nimport 'f{i + 1}.zed'")).ToArray();
        Assert.Contains("more than 100 deep", Assert.Throws<SchemaFileException>(() => Compose(files)).Message, StringComparison.Ordinal);
    }

    private static ComposedSchema Compose(params (string Path, string Text)[] files) =>
        SchemaComposer.Compose("root.zed", path => Array.Find(files, file => file.Path == path).Text);
}
