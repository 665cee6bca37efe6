using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Relationships;

/// <summary>Looks for a stored relationship that a new schema no longer allows.</summary>
/// <remarks>It walks resources, not subjects, where the relation and its forms are unchanged, so that replacing the schema of a large tenant is quick.</remarks>
internal static class SchemaOrphans
{
    internal static Refusal? Find(PermissionsState state, CompiledSchema schema, DateTimeOffset now, bool hasFiles)
    {
        for (var i = 1; i < state.NextType; i++)
        {
            var table = state.Types[i]!;
            if (table.Forward.IsEmpty || IsUnchanged(state.Schema, schema, table.Name)) continue;
            schema.TryGetDefinition(table.Name, out var definition);
            var resources = table.Forward.GetEnumerator();
            while (resources.MoveNext())
            {
                foreach (var grants in resources.Value.Relations)
                {
                    if (FindIn(state, schema, definition, new(table.Id, resources.Key), grants, now, hasFiles) is { } refusal) return refusal;
                }
            }
        }

        return null;
    }

    private static Refusal? FindIn(PermissionsState state, CompiledSchema schema, Definition? definition, ObjectKey resource, RelationGrants grants, DateTimeOffset now, bool hasFiles)
    {
        Member? member = null;
        definition?.TryGetMember(state.NameOf(grants.Relation), out member);
        foreach (var (subject, terms) in grants.Subjects)
        {
            if (!terms.IsLive(now.UtcTicks)) continue;
            if (member is Relation relation && IsAllowed(state, schema, relation, subject, terms)) continue;
            return new(RefusalCode.InvalidArgument,
                $"the new schema would orphan `{Format(state, resource, grants.Relation, subject, terms, hasFiles)}`; keep what allows it, or delete it first")
            { Reason = PermissionReasons.SchemaTypeError };
        }

        return null;
    }

    private static bool IsAllowed(PermissionsState state, CompiledSchema schema, Relation relation, SubjectKey subject, in RelationshipTerms terms)
    {
        var type = state.NameOf(subject.Type);
        var subjectRelation = subject.Relation == RelationId.None ? null : state.NameOf(subject.Relation);
        return schema.TryGetDefinition(type, out _)
            && relation.Allows(type, subjectRelation, subject.IsWildcard, terms.Caveat?.Name, terms.ExpiresAt != Expiry.Never)
            && (terms.Caveat is not { } stored || TakesContext(schema, stored));
    }

    // A stored value for a parameter that is gone, or of another type now, would make every check of the relationship an error.
    private static bool TakesContext(CompiledSchema schema, StoredCaveat stored) =>
        schema.TryGetCaveat(stored.Name, out var caveat) && caveat.Program.ValidateContext(stored.Context) is null;

    // Forms are compared as the schema writes them; a form names its types, so a type that went away shows here too.
    private static bool IsUnchanged(CompiledSchema before, CompiledSchema after, string type)
    {
        if (!before.TryGetDefinition(type, out var old) || !after.TryGetDefinition(type, out var now)) return false;
        foreach (var member in old.Members)
        {
            if (member is not Relation relation) continue;
            if (!now.TryGetMember(relation.Name, out var candidate) || candidate is not Relation kept) return false;
            if (relation.AllowedSubjects.Any(form => !kept.Allows(form.Type.Name, form.Relation?.Name, form.IsWildcard, form.Caveat?.Name, form.RequiresExpiration))) return false;
            if (relation.AllowedSubjects.Any(form => form.Caveat is { } caveat && !KeepsParameters(caveat, after))) return false;
        }

        return true;
    }

    private static bool KeepsParameters(Caveat before, CompiledSchema after) =>
        after.TryGetCaveat(before.Name, out var now)
        && before.Parameters.All(parameter => now.FindParameter(parameter.Name) is { } kept && kept.Type.Equals(parameter.Type));

    private static Relationship Format(PermissionsState state, ObjectKey resource, RelationId relation, SubjectKey subject, in RelationshipTerms terms, bool hasFiles) =>
        hasFiles
            ? References.Format(state, default(PresentStructure), resource, relation, subject, terms)
            : References.Format(state, default(EmptyStructure), resource, relation, subject, terms);

    /// <summary>Stands for a tree when only the text form of file ids matters.</summary>
    private readonly struct PresentStructure : IStructuralRelations
    {
        public bool IsPresent => true;

        public bool Exists(ulong file) => false;

        public bool TryGetPlace(ulong file, out StructuralPlace place)
        {
            place = default;
            return false;
        }

        public IEnumerable<ulong> Children(ulong directory) => [];

        public IEnumerable<ulong> FilesFrom(ulong lower) => [];

        public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner) => [];
    }
}
