using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;

namespace Panthera.Permissions.Tests.Schema.Reflection;

public sealed class SchemaDependenciesTests
{
    private static readonly CompiledSchema Schema = SchemaCompiler.Compile("""
        definition user {}
        definition group {
            relation member: user | group#member
            relation other: user
        }
        definition folder {
            relation parent: folder
            relation viewer: user | group#member
            permission view = viewer + parent->view
        }
        definition doc {
            relation folder: folder
            relation editor: user
            relation banned: user
            relation unused: user:*
            permission edit = editor
            permission view = (edit + folder->view) - banned
        }
        """);

    [Theory]
    [InlineData("doc", "edit", "doc#editor")]
    [InlineData("doc", "view", "doc#banned doc#edit* doc#editor doc#folder folder#parent folder#view* folder#viewer group#member")]
    [InlineData("folder", "view", "folder#parent folder#viewer group#member")]
    public void A_permission_depends_on_all_that_it_reads(string definition, string permission, string expected) =>
        Assert.Equal(expected, Show(SchemaDependencies.DependentRelations((Permission)Find(definition, permission)!)));

    [Theory]
    [InlineData("doc", "editor", "", "doc#edit* doc#view*")]
    [InlineData("doc", "banned", "", "doc#view*")]
    [InlineData("doc", "folder", "", "doc#view*")]
    [InlineData("doc", "unused", "", "")]
    [InlineData("group", "member", "", "doc#view* folder#view* folder#viewer")]
    [InlineData("group", "member", "fol", "folder#view* folder#viewer")]
    [InlineData("folder", "view", "", "doc#view*")]
    [InlineData("folder", null, "", "doc#folder doc#view* folder#parent folder#view*")]
    [InlineData("user", null, "group", "group#member group#other")]
    [InlineData("doc", null, "", "")]
    public void A_member_leads_to_all_that_reads_it(string definition, string? member, string prefix, string expected)
    {
        Schema.TryGetDefinition(definition, out var type);
        Assert.Equal(expected, Show(SchemaDependencies.ComputablePermissions(Schema, type!, Find(definition, member), prefix)));
    }

    private static Member? Find(string definition, string? name)
    {
        Schema.TryGetDefinition(definition, out var type);
        Member? member = null;
        Assert.True(name is null || type!.TryGetMember(name, out member));
        return member;
    }

    private static string Show(IEnumerable<MemberReference> members) =>
        string.Join(' ', members.Select(member => $"{member.Definition}#{member.Name}{(member.IsPermission ? "*" : "")}"));
}
