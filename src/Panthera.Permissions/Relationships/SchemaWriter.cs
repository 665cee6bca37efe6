using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Writes a schema into a draft; called by proposals of any room.</summary>
public static class SchemaWriter
{
    /// <summary>Replaces the schema, unless a stored relationship would be orphaned.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="schema">The schema, compiled beforehand.</param>
    /// <param name="hasFiles">Whether the tenant has (or is being given) files, whose schema must keep what <see cref="TenantSchemaRules"/> says.</param>
    /// <returns>Null when it was written, else the refusal.</returns>
    public static Refusal? Write(Draft draft, CompiledSchema schema, bool hasFiles)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(schema);
        if (hasFiles && TenantSchemaRules.Check(schema) is { IsEmpty: false } errors)
            return new(RefusalCode.InvalidArgument, string.Join('\n', errors));
        var state = draft.Of(PermissionsRoom.Instance);
        if (SchemaOrphans.Find(state, schema, draft.Now, hasFiles) is { } refusal) return refusal;
        foreach (var definition in schema.Definitions)
        {
            InternType(draft, definition.Name);
            foreach (var member in definition.Members) InternRelation(draft, member.Name);
        }

        if (!state.Schema.Text.Equals(schema.Text, StringComparison.Ordinal) || state.Schema.Definitions.IsEmpty) draft.Yield(new SchemaRecord(schema));
        return null;
    }

    private static void InternType(Draft draft, string name)
    {
        var state = draft.Of(PermissionsRoom.Instance);
        if (!state.TryGetType(name, out _)) draft.Yield(new NameRecord(IsType: true, state.NextType, name));
    }

    private static void InternRelation(Draft draft, string name)
    {
        var state = draft.Of(PermissionsRoom.Instance);
        if (!state.TryGetRelation(name, out _)) draft.Yield(new NameRecord(IsType: false, state.NextRelation, name));
    }
}
