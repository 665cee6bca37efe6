using Panthera.Permissions.Caveats;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Writes relationships into a draft, each validated against the schema and the tree at that draft; called by proposals of any room.</summary>
/// <remarks>Every method gives null when it did what was asked, else the refusal to return from the proposal.</remarks>
public static class RelationshipWriter
{
    /// <summary>Writes a relationship, or replaces its expiry and caveat when it is there. An expiry in the past is accepted, and grants nothing.</summary>
    public static Refusal? Touch<TStructure>(Draft draft, TStructure structure, Relationship relationship)
        where TStructure : struct, IStructuralRelations =>
        Write(draft, structure, relationship, mustBeNew: false);

    /// <summary>Writes a relationship; refused when it is there and has not expired.</summary>
    public static Refusal? Create<TStructure>(Draft draft, TStructure structure, Relationship relationship)
        where TStructure : struct, IStructuralRelations =>
        Write(draft, structure, relationship, mustBeNew: true);

    /// <summary>Removes a relationship, whatever its expiry and caveat; not an error when it is not there.</summary>
    public static Refusal? Delete<TStructure>(Draft draft, TStructure structure, Relationship relationship)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(relationship);
        var state = draft.Of(PermissionsRoom.Instance);
        if (Validate(state, structure, relationship, forDelete: true) is { } refusal) return refusal;
        if (!References.TryFind(state, structure, relationship.Resource, out var resource) || resource.Id == ObjectKey.Unknown) return null;
        if (!RelationshipReader.TryFindSubject(state, structure, relationship.Subject, out var subject)) return null;
        state.TryGetRelation(relationship.Relation, out var relation);
        if (state.TryGetTerms(resource, relation, subject, out _)) draft.Yield(new RelationshipRecord(resource, relation, subject, RelationshipTerms.Unconditional, IsRemoval: true));
        return null;
    }

    /// <summary>Says why a relationship could not be written at a state: an early refusal, which decides nothing.</summary>
    public static Refusal? Vet<TStructure>(PermissionsState state, TStructure structure, Relationship relationship)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(relationship);
        return Validate(state, structure, relationship, forDelete: false);
    }

    /// <summary>Gives an object its number, which stays its own for ever; a <c>file</c> of a tenant with files must exist.</summary>
    public static Outcome<ObjectKey> Intern<TStructure>(Draft draft, TStructure structure, ObjectReference reference)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.GrammarError() is { } error) return new Refusal(RefusalCode.InvalidArgument, error);
        var state = draft.Of(PermissionsRoom.Instance);
        if (SchemaLookup.FindType(state.Schema, reference.Type, out _) is { } unknown) return unknown;
        if (CheckObject(structure, reference) is { } refusal) return refusal;
        References.TryFind(state, structure, reference, out var key);
        if (key.Id != ObjectKey.Unknown) return key;
        key = new(key.Type, state.NextObject);
        draft.Yield(new ObjectRecord(key, reference.Id));
        return key;
    }

    /// <summary>Removes what is stored of a resource that is gone: the relationships on it and those that name it as their subject.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="limit">How many to remove at most, so that one commit stays small.</param>
    /// <returns>How many were removed; fewer than the limit when nothing is left.</returns>
    public static int Purge(Draft draft, ObjectKey resource, int limit)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var state = draft.Of(PermissionsRoom.Instance);
        List<RelationshipRecord> removals = [];
        if (state.TryGetGrants(resource, out var grants))
        {
            foreach (var relation in grants.Relations)
            {
                var subjects = relation.Subjects.GetEnumerator();
                while (removals.Count < limit && subjects.MoveNext())
                    removals.Add(new(resource, relation.Relation, subjects.Current.Key, RelationshipTerms.Unconditional, IsRemoval: true));
            }
        }

        var usersets = state.Table(resource.Type).Reverse.From(new(resource.Id, RelationId.None));
        while (removals.Count < limit && usersets.MoveNext() && usersets.Key.Id == resource.Id)
        {
            var targets = usersets.Value.GetEnumerator();
            while (removals.Count < limit && targets.MoveNext())
            {
                var target = targets.Current.Key;
                if (target.Resource == resource) continue;
                removals.Add(new(target.Resource, target.Relation, new(resource.Type, usersets.Key.Relation, resource.Id), RelationshipTerms.Unconditional, IsRemoval: true));
            }
        }

        foreach (var removal in removals) draft.Yield(removal);
        return removals.Count;
    }

    private static Refusal? Write<TStructure>(Draft draft, TStructure structure, Relationship relationship, bool mustBeNew)
        where TStructure : struct, IStructuralRelations
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(relationship);
        if (Validate(draft.Of(PermissionsRoom.Instance), structure, relationship, forDelete: false) is { } refusal) return refusal;
        var resource = Intern(draft, structure, relationship.Resource);
        if (!resource.IsAccepted) return resource.Refusal;
        var subject = InternSubject(draft, structure, relationship.Subject);
        if (!subject.IsAccepted) return subject.Refusal;

        var state = draft.Of(PermissionsRoom.Instance);
        state.TryGetRelation(relationship.Relation, out var relation);
        var terms = new RelationshipTerms(Expiry.Of(relationship.ExpiresAt), Store(relationship.Caveat));
        if (state.TryGetTerms(resource.Value, relation, subject.Value, out var before))
        {
            if (mustBeNew && before.IsLive(draft.Now.UtcTicks))
            {
                return new(RefusalCode.AlreadyExists, $"`{relationship}` exists already; touch it to replace its expiry and caveat")
                {
                    Reason = PermissionReasons.AttemptToRecreateRelationship,
                    Metadata = new Dictionary<string, string> { ["relationship"] = relationship.ToString() },
                };
            }

            if (before == terms) return null;
        }

        draft.Yield(new RelationshipRecord(resource.Value, relation, subject.Value, terms, IsRemoval: false));
        return null;
    }

    private static StoredCaveat? Store(RelationshipCaveat? caveat) =>
        caveat is null ? null : new(caveat.Name, caveat.Context ?? CaveatContext.Empty);

    private static Outcome<SubjectKey> InternSubject<TStructure>(Draft draft, TStructure structure, SubjectReference subject)
        where TStructure : struct, IStructuralRelations
    {
        var state = draft.Of(PermissionsRoom.Instance);
        var relation = RelationId.None;
        if (subject.Relation is not null) state.TryGetRelation(subject.Relation, out relation);
        if (subject.IsWildcard)
        {
            state.TryGetType(subject.Type, out var type);
            return new SubjectKey(type, relation, ObjectKey.Wildcard);
        }

        var key = Intern(draft, structure, subject.Object);
        return key.IsAccepted ? new SubjectKey(key.Value.Type, relation, key.Value.Id) : key.Refusal;
    }

    private static Refusal? Validate<TStructure>(PermissionsState state, TStructure structure, Relationship relationship, bool forDelete)
        where TStructure : struct, IStructuralRelations
    {
        if (relationship.GrammarError() is { } error) return new(RefusalCode.InvalidArgument, error);
        if (SchemaLookup.FindType(state.Schema, relationship.Resource.Type, out var definition) is { } noType) return noType;
        if (CheckStructural(structure, relationship) is { } structural) return structural;
        if (SchemaLookup.FindRelation(definition, relationship.Relation, out var relation) is { } noRelation) return noRelation;
        if (SchemaLookup.FindType(state.Schema, relationship.Subject.Type, out var subjectType) is { } noSubjectType) return noSubjectType;
        if (relationship.Subject.Relation is { } name && SchemaLookup.FindMember(subjectType, name, out _) is { } noMember) return noMember;
        return forDelete ? null : CheckCaveat(state, relationship) ?? CheckAllowed(relation, relationship);
    }

    private static Refusal? CheckAllowed(Relation relation, Relationship relationship)
    {
        var subject = relationship.Subject;
        if (relation.Allows(subject.Type, subject.Relation, subject.IsWildcard, relationship.Caveat?.Name, relationship.ExpiresAt is not null)) return null;
        var allowed = string.Join(" | ", relation.AllowedSubjects);
        var expiry = relationship.ExpiresAt is null ? "without an expiration" : "with an expiration";
        if (relationship.Caveat is { } caveat) expiry = $"with the caveat `{caveat.Name}` and {expiry}";
        return new(RefusalCode.InvalidArgument, $"`{subject}` {expiry} is not allowed on `{relation}`; it allows `{allowed}`")
        {
            Reason = PermissionReasons.InvalidSubjectType,
            Metadata = new Dictionary<string, string> { ["definition_name"] = relationship.Resource.Type, ["relation_name"] = relationship.Relation, ["subject_type"] = subject.Type },
        };
    }

    private static Refusal? CheckCaveat(PermissionsState state, Relationship relationship)
    {
        if (relationship.Caveat is not { } written) return null;
        if (!state.Schema.TryGetCaveat(written.Name, out var caveat))
        {
            return new(RefusalCode.FailedPrecondition, $"the schema defines no caveat `{written.Name}`")
            {
                Reason = PermissionReasons.UnknownCaveat,
                Metadata = new Dictionary<string, string> { ["caveat_name"] = written.Name },
            };
        }

        if (written.Context is not { IsEmpty: false } context || caveat.Program.ValidateContext(context) is not { } error) return null;
        return new(RefusalCode.InvalidArgument, $"the context of `{relationship}` does not fit: {error}")
        {
            Reason = PermissionReasons.CaveatParameterTypeError,
            Metadata = new Dictionary<string, string> { ["caveat_name"] = written.Name },
        };
    }

    private static Refusal? CheckStructural<TStructure>(TStructure structure, Relationship relationship)
        where TStructure : struct, IStructuralRelations
    {
        if (!References.IsFile(structure, relationship.Resource.Type)) return null;
        return relationship.Relation switch
        {
            FileIdText.ParentRelation => new(RefusalCode.InvalidArgument, "`file#parent` is the tree itself and is not written as a relationship; move the file instead"),
            FileIdText.OwnerRelation => new(RefusalCode.InvalidArgument, "`file#owner` is kept with the file and is not written as a relationship; change the file's owner instead"),
            _ => null,
        };
    }

    private static Refusal? CheckObject<TStructure>(TStructure structure, ObjectReference reference)
        where TStructure : struct, IStructuralRelations
    {
        if (!structure.IsPresent) return null;
        if (reference.Id.StartsWith('='))
            return new(RefusalCode.InvalidArgument, $"`{reference}` begins with `=`, which is reserved for subjects of other tenants; use another id");
        if (!References.IsFile(structure, reference.Type)) return null;
        return FileIdText.TryParse(reference.Id, out var file) && structure.Exists(file)
            ? null
            : new(RefusalCode.NotFound, $"`{reference}` does not exist; a file's id is 16 hexadecimal digits, and a new file is made through its path");
    }
}
