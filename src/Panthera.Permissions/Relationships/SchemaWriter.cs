using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Writes a schema into a draft; called by proposals of any room.</summary>
public static class SchemaWriter
{
    // A program table has a row a type and a column a name, so that a look-up is two indexings: 32 MiB at this bound, and 2,000 definitions of 2,000 names fit.
    private const long MaxProgramCells = 4_000_000;

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
            return new(RefusalCode.InvalidArgument, string.Join('\n', errors)) { Reason = PermissionReasons.SchemaTypeError };
        var state = draft.Of(PermissionsRoom.Instance);
        if (RefuseSize(state, schema) is { } tooLarge) return tooLarge;
        if (SchemaOrphans.Find(state, schema, draft.Now, hasFiles) is { } refusal) return refusal;
        foreach (var definition in schema.Definitions)
        {
            InternType(draft, definition.Name);
            foreach (var member in definition.Members) InternRelation(draft, member.Name);
        }

        if (!state.Schema.Text.Equals(schema.Text, StringComparison.Ordinal) || state.Schema.Definitions.IsEmpty) draft.Yield(new SchemaRecord(schema));
        return null;
    }

    private static Refusal? RefuseSize(PermissionsState state, CompiledSchema schema)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var definition in schema.Definitions)
        {
            foreach (var member in definition.Members) names.Add(member.Name);
        }

        var cells = (state.NextType + (long)schema.Definitions.Length) * (state.NextRelation + (long)names.Count);
        return cells <= MaxProgramCells
            ? null
            : new(RefusalCode.LimitExceeded, $"the schema has {schema.Definitions.Length} definitions and {names.Count} names of members, which is more than a tenant can hold; use fewer, or the same names");
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
