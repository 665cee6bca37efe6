using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>What is asked, and of what: one subject over one snapshot at one reading of the clock.</summary>
internal readonly struct Question<TStructure>
    where TStructure : struct, IStructuralRelations
{
    internal Question(PermissionsState state, in TStructure structure, long nowTicks, in SubjectKey subject, bool climbsInGeneral = false)
    {
        State = state;
        Structure = structure;
        NowTicks = nowTicks;
        HasFiles = structure.IsPresent;
        Subject = subject;

        // A deleted file that is yet to be purged is nobody any more: what is still stored for it must not answer, only wildcards do.
        if (HasFiles && subject.Type.Value != 0 && state.NameOf(subject.Type) == FileIdText.TypeName && !structure.Exists(subject.Id))
            Subject = subject with { Id = ObjectKey.Unknown };
        ClimbsFlat = !climbsInGeneral && !(subject.Relation != RelationId.None && state.NameOf(subject.Type) == FileIdText.TypeName);
    }

    internal PermissionsState State { get; }

    internal TStructure Structure { get; }

    internal long NowTicks { get; }

    internal SubjectKey Subject { get; }

    internal bool HasFiles { get; }

    /// <summary>Whether flat walks are taken: not where the subject may be identical to a file's member somewhere up the path.</summary>
    internal bool ClimbsFlat { get; }

    /// <summary>Whether the member is on the structural type of a tenant with files.</summary>
    internal bool IsFile(CompiledPermission member) => HasFiles && member.IsOnFile;

    /// <summary>Whether the resource is a file that does not exist: it is nobody's, not even its own.</summary>
    internal bool IsGone(ObjectKey resource, CompiledPermission member) => IsFile(member) && !Structure.Exists(resource.Id);

    /// <summary>Whether the subject is this very userset: <c>group:eng#member</c> is a member of itself.</summary>
    internal bool IsIdentity(ObjectKey resource, CompiledPermission member) =>
        Subject.Relation == member.Id && Subject.Id == resource.Id && Subject.Type == resource.Type && Subject.Id != ObjectKey.Unknown;

    internal bool IsSubject(ObjectKey candidate) =>
        Subject.Relation == RelationId.None && Subject.Id == candidate.Id && Subject.Type == candidate.Type && Subject.Id != ObjectKey.Unknown;

    /// <summary>Whether <c>file#parent</c> or <c>file#owner</c>, read from the tree, is the subject.</summary>
    internal bool StructuralRelationHolds(ObjectKey file, CompiledPermission relation)
    {
        if (!Structure.TryGetPlace(file.Id, out var place)) return false;
        if (relation.IsStructuralOwner) return IsSubject(place.Owner);
        return place.HasParent && IsSubject(new(file.Type, place.Parent));
    }

    /// <summary>Whether the subject, or the wildcard of its type, stands in a relation itself.</summary>
    internal bool NamesSubject(AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects, out long expiresAt)
    {
        var found = Subject.Id != ObjectKey.Unknown && subjects.TryGetValue(Subject, out var terms) && IsLive(terms) ? terms.ExpiresAt : 0;
        expiresAt = found;
        if (found != 0) return true;

        // A wildcard stands for subjects, not for usersets.
        return Subject.Relation == RelationId.None
            && subjects.TryGetValue(new(Subject.Type, RelationId.None, ObjectKey.Wildcard), out var wildcard)
            && IsLive(wildcard)
            && (expiresAt = wildcard.ExpiresAt) != 0;
    }

    /// <summary>Whether a relationship is there. One with a caveat cannot be decided yet, and is never taken for unconditional.</summary>
    internal bool IsLive(in RelationshipTerms terms)
    {
        if (!terms.IsLive(NowTicks)) return false;
        return terms.Caveat is null ? true : throw new NotSupportedException($"the caveat `{terms.Caveat.Name}` cannot be evaluated by this version");
    }
}
