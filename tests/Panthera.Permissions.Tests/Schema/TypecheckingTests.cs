using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class TypecheckingTests
{
    private const string Head = """
        use typechecking
        use self
        definition user {}
        definition agent {}
        definition group {
            relation member: user | group#member
            relation owner: agent
        }
        definition doc {
            relation parent: doc | group
            relation viewer: user | group#member
            relation editor: user | agent
            relation public: user:*
            relation crowd: group
            relation banned: agent

        """;

    [Theory]
    [InlineData("permission any: user = viewer")]
    [InlineData("permission any: user = public")]
    [InlineData("permission any: group = crowd")]
    [InlineData("permission any: user | agent = viewer + editor")]
    [InlineData("permission any: user = viewer & editor")]
    [InlineData("permission any: user = viewer - banned")]
    [InlineData("permission any: doc | user = self + viewer")]
    [InlineData("permission any: agent = parent->owner")]
    [InlineData("permission any: user = nil")]
    [InlineData("permission any: user | group = viewer")]
    [InlineData("permission any: user | agent = editor + parent->any")]
    [InlineData("permission any: doc | group = parent")]
    [InlineData("permission any: user = other\n permission other = viewer + nil")]
    public void What_an_annotation_covers_is_accepted(string permission) => Compile(permission);

    [Theory]
    [InlineData("permission any: agent = viewer", "user")]
    [InlineData("permission any: group = viewer", "user")]
    [InlineData("permission any: user = editor", "agent")]
    [InlineData("permission any: user = viewer + editor - banned", "agent")]
    [InlineData("permission any: user = self + viewer", "doc")]
    [InlineData("permission any: user = parent->owner", "agent")]
    [InlineData("permission any: user = parent.all(owner)", "agent")]
    [InlineData("permission any: doc = parent", "group")]
    [InlineData("permission any: user = viewer + parent->other\n permission other = editor", "agent")]
    [InlineData("permission any: user = other\n permission other: user | agent = editor", "agent")]
    public void What_an_annotation_leaves_out_is_refused(string permission, string type) =>
        Assert.Equal(
            $"line 16, column 13: permission `doc#any` can grant subjects of type `{type}`, which its annotation leaves out; add the type, or take away what grants it",
            Assert.Throws<SchemaException>(() => Compile(permission)).Message);

    [Theory]
    [InlineData("permission any: usr = nil", "line 16, column 18: permission `doc#any` is annotated with type `usr`, which is not defined; defined types are `user`, `agent`, `group`, `doc`; did you mean `user`?")]
    [InlineData("permission any: user | user = nil", "line 16, column 25: permission `doc#any` is annotated with type `user` twice")]
    public void An_annotation_names_types_once(string permission, string expected) =>
        Assert.Equal(expected, Assert.Throws<SchemaException>(() => Compile(permission)).Message);

    [Fact]
    public void Without_the_flag_nothing_is_checked() =>
        SchemaCompiler.Compile("definition user {}\ndefinition doc {\n relation viewer: user\n permission any: nowhere = viewer\n}");

    [Fact]
    public void A_schema_built_to_be_slow_is_refused_in_bounded_time()
    {
        // Each permission yields one type more than the next: sets that grow with the square of the schema.
        var types = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"definition t{i:D6} {{}}\n"));
        var members = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"relation r{i:D6}: t{i:D6}\npermission p{i:D6} = r{i:D6} + p{i + 1:D6}\n"));
        var text = $"use typechecking\n{types}definition doc {{\n{members}permission p020000 = nil\npermission any: t000000 = p000000\n}}";
        Assert.Contains("too large to check the annotations", Assert.Throws<SchemaException>(() => SchemaCompiler.Compile(text)).Message, StringComparison.Ordinal);
    }

    private static CompiledSchema Compile(string permission) => SchemaCompiler.Compile($"{Head} {permission}\n}}");
}
