using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;

namespace Panthera.Permissions.Tests.Schema.Reflection;

public sealed class SchemaDiffTests
{
    private const string Before = """
        use expiration
        /** A person. */
        definition user {}
        definition doc {
            /** Who looks. */
            relation viewer: user | user:*
            relation editor: user
            /** May look. */
            permission view = viewer + editor
        }
        """;

    [Theory]
    [InlineData("definition user {}", "definition user {}\ndefinition group {}", SchemaChangeKind.DefinitionAdded, "definition `group` added")]
    [InlineData("A person", "Somebody", SchemaChangeKind.DefinitionCommentChanged, "definition `user` documented otherwise")]
    [InlineData("relation editor: user", "relation editor: user\n relation owner: user", SchemaChangeKind.RelationAdded, "relation `doc#owner` added")]
    [InlineData("Who looks.", "", SchemaChangeKind.RelationCommentChanged, "relation `doc#viewer` documented otherwise")]
    [InlineData("editor: user", "editor: user | user with expiration", SchemaChangeKind.SubjectTypeAdded, "relation `doc#editor` allows `user with expiration`")]
    [InlineData(" | user:*", "", SchemaChangeKind.SubjectTypeRemoved, "relation `doc#viewer` no longer allows `user:*`")]
    [InlineData("view = viewer + editor", "view = viewer + editor\n permission edit = editor", SchemaChangeKind.PermissionAdded, "permission `doc#edit` added")]
    [InlineData("permission view = viewer + editor", "", SchemaChangeKind.PermissionRemoved, "permission `doc#view` removed")]
    [InlineData("May look.", "Can look.", SchemaChangeKind.PermissionCommentChanged, "permission `doc#view` documented otherwise")]
    [InlineData("viewer + editor", "viewer & editor", SchemaChangeKind.PermissionExpressionChanged, "permission `doc#view` computed otherwise: `(viewer & editor)`")]
    public void One_change_is_one_difference(string kept, string replacement, SchemaChangeKind kind, string expected)
    {
        var change = Assert.Single(Diff(Before, Replace(Before, kept, replacement)));
        Assert.Equal((kind, expected), (change.Kind, change.ToString()));
    }

    [Fact]
    public void What_is_removed_is_named_as_it_was()
    {
        Assert.Equal(["definition `doc` removed"], Diff(Before, "/** A person. */\ndefinition user {}").Select(change => change.ToString()));
        Assert.Equal(
            ["relation `doc#editor` removed", "permission `doc#editor` added"],
            Diff(Before, Replace(Before, "relation editor: user", "permission editor = viewer")).Select(change => change.ToString()));
    }

    [Theory]
    [InlineData("viewer + editor", "( (viewer)\n + editor )")]
    [InlineData("definition user {}", "// a note\ndefinition user {\n}")]
    [InlineData("user | user:*", "user:* | user#...")]
    public void Layout_does_not_count(string kept, string replacement) => Assert.Empty(Diff(Before, Replace(Before, kept, replacement)));

    private static System.Collections.Immutable.ImmutableArray<SchemaChange> Diff(string before, string after) =>
        SchemaDiff.Between(SchemaCompiler.Compile(before), SchemaCompiler.Compile(after));

    private static string Replace(string text, string kept, string replacement)
    {
        Assert.Contains(kept, text, StringComparison.Ordinal);
        return text.Replace(kept, replacement, StringComparison.Ordinal);
    }
}
