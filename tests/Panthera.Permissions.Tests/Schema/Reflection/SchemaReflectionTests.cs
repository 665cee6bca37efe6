using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;

namespace Panthera.Permissions.Tests.Schema.Reflection;

public sealed class SchemaReflectionTests
{
    private static readonly CompiledSchema Schema = SchemaCompiler.Compile("""
        definition user {}
        definition doc {
            relation viewer: user
            relation editor: user
            permission view = viewer
            permission edit = editor
        }
        definition document {
            relation viewer: user
        }
        caveat flag(on bool) { on }
        """);

    [Theory]
    [InlineData("", "user() doc(viewer editor; view edit) document(viewer) flag")]
    [InlineData("doc", "doc(viewer editor; view edit) document(viewer)")]
    [InlineData("document", "document(viewer)")]
    [InlineData("none", "")]
    [InlineData("|fl", "flag")]
    [InlineData("|x", "")]
    [InlineData("user,|flag", "user() flag")]
    [InlineData("doc||view", "doc(viewer; view edit) document(viewer)")]
    [InlineData("doc|||ed", "doc(viewer editor; edit) document(viewer)")]
    [InlineData("document||edi,doc", "doc(; view edit) document()")]
    public void Filters_select_by_what_names_begin_with(string filters, string expected)
    {
        var reflection = SchemaReflection.Of(Schema, [.. filters.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);
        var shown = reflection.Definitions.Select(Show).Concat(reflection.Caveats.Select(caveat => caveat.Name));
        Assert.Equal(expected, string.Join(' ', shown));
    }

    [Theory]
    [InlineData("doc|flag", "not both")]
    [InlineData("doc||a|b", "not both")]
    [InlineData("||a", "needs a filter for their definition")]
    [InlineData("|||a", "needs a filter for their definition")]
    [InlineData("doc||a", null)]
    [InlineData("", null)]
    public void A_filter_that_contradicts_itself_says_so(string filter, string? expected)
    {
        var error = Parse(filter).Error();
        Assert.Equal(expected is null, error is null);
        Assert.Contains(expected ?? "", error ?? "", StringComparison.Ordinal);
    }

    private static SchemaFilter Parse(string text)
    {
        var parts = text.Split('|');
        return new(parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2), parts.ElementAtOrDefault(3));
    }

    private static string Show(ReflectedDefinition definition)
    {
        var relations = string.Join(' ', definition.Relations.Select(relation => relation.Name));
        return definition.Permissions.IsEmpty
            ? $"{definition.Definition.Name}({relations})"
            : $"{definition.Definition.Name}({relations}; {string.Join(' ', definition.Permissions.Select(permission => permission.Name))})";
    }
}
