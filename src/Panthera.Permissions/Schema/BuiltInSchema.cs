namespace Panthera.Permissions.Schema;

/// <summary>The schema of a tenant with files, until it is replaced by its own.</summary>
public static class BuiltInSchema
{
    /// <summary>The text; <see cref="TenantSchemaRules"/> says what a replacement must keep of it.</summary>
    public const string Text =
        """
        use expiration
        definition user {}
        definition agent {}
        definition group {
            relation manager: user | agent
            relation direct_member: user | agent | group#member | user with expiration | agent with expiration
            relation shared_member: user | agent | user with expiration | agent with expiration
            permission member = direct_member + shared_member
        }
        definition file {
            relation parent: file
            relation owner: user | agent
            relation editor: user | agent | group#member | user with expiration | agent with expiration | group#member with expiration
            relation viewer: user | user:* | agent | group#member | user with expiration | agent with expiration | group#member with expiration
            relation shared_owner: user | agent | group#member | user with expiration | agent with expiration | group#member with expiration
            relation shared_editor: user | agent | group#member | user with expiration | agent with expiration | group#member with expiration
            relation shared_viewer: user | agent | group#member | user with expiration | agent with expiration | group#member with expiration
            permission share = owner + shared_owner + parent->share
            permission write = editor + shared_editor + share + parent->write
            permission read = viewer + shared_viewer + write + parent->read
        }

        """;

    /// <summary>The text, compiled once.</summary>
    public static CompiledSchema Compiled { get; } = SchemaCompiler.Compile(Text);
}
