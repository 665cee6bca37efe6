using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>What is asked, and of what: one subject over one snapshot at one reading of the clock, in one context.</summary>
internal readonly struct Question<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly CaveatLeaves _leaves;

    internal Question(PermissionsState state, in TStructure structure, long nowTicks, in SubjectKey subject, EvaluationScope scope, EvaluationSwitches switches = default)
    {
        State = state;
        Structure = structure;
        NowTicks = nowTicks;
        HasFiles = structure.IsPresent;
        Subject = subject;
        MaxDepth = switches.MaxDepth;
        LooksFromSubject = !switches.LooksFromResourceOnly && subject.Relation == RelationId.None;
        _leaves = scope.Leaves;

        // A deleted file that is yet to be purged is nobody any more: what is still stored for it must not answer, only wildcards do.
        if (HasFiles && subject.Type.Value != 0 && state.NameOf(subject.Type) == FileIdText.TypeName && !structure.Exists(subject.Id))
            Subject = subject with { Id = ObjectKey.Unknown };
        ClimbsFlat = !switches.ClimbsInGeneral && !(subject.Relation != RelationId.None && state.NameOf(subject.Type) == FileIdText.TypeName);
    }

    private Question(PermissionsState state, in TStructure structure, long nowTicks, bool hasFiles, in SubjectKey subject, int maxDepth, bool looksFromSubject, bool climbsFlat, CaveatLeaves leaves)
    {
        State = state;
        Structure = structure;
        NowTicks = nowTicks;
        HasFiles = hasFiles;
        Subject = subject;
        MaxDepth = maxDepth;
        LooksFromSubject = looksFromSubject;
        ClimbsFlat = climbsFlat;
        _leaves = leaves;
    }

    /// <summary>Whether what is read is noted, so that the answer can be kept. Known when the machine code is made: without it there is no trace of it.</summary>
    internal static bool Records => TStructure.NotesReads;

    internal PermissionsState State { get; }

    internal TStructure Structure { get; }

    internal long NowTicks { get; }

    internal SubjectKey Subject { get; }

    internal bool HasFiles { get; }

    /// <summary>Steps to the farthest subproblem that is still looked at.</summary>
    internal int MaxDepth { get; }

    /// <summary>Whether relationships may be looked for from the subject's side: not where it is a userset, which stands in itself.</summary>
    internal bool LooksFromSubject { get; }

    /// <summary>Whether flat walks are taken: not where the subject may be identical to a file's member somewhere up the path.</summary>
    internal bool ClimbsFlat { get; }

    /// <summary>The same question, of a tree that notes what is read.</summary>
    internal Question<RecordedStructure<TStructure>> Recorded(ReadLog log) => Question<RecordedStructure<TStructure>>.Of(this, new(Structure, log));

    private static Question<TStructure> Of<TOther>(in Question<TOther> question, in TStructure structure)
        where TOther : struct, IStructuralRelations =>
        new(question.State, structure, question.NowTicks, question.HasFiles, question.Subject, question.MaxDepth, question.LooksFromSubject, question.ClimbsFlat, question._leaves);

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

    /// <summary>What a relationship that is there is worth by itself: allowed without a caveat, else what its caveat comes to.</summary>
    internal Verdict Worth(in RelationshipTerms terms) => terms.Caveat is null ? Verdict.Allowed : _leaves.Of(terms.Caveat);

    /// <summary>What the relationships that name the subject itself, or the wildcard of its type, are worth.</summary>
    internal Verdict NamesSubject(AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects)
    {
        var named = Verdict.Denied;
        if (Subject.Id != ObjectKey.Unknown && subjects.TryGetValue(Subject, out var terms) && terms.IsLive(NowTicks))
        {
            if (terms.Caveat is null) return Verdict.AllowedUntil(terms.ExpiresAt);
            named = WorthUntilExpiry(terms);
            if (named.IsAllowed) return named;
        }

        // A wildcard stands for subjects, not for usersets.
        if (Subject.Relation != RelationId.None
            || !subjects.TryGetValue(new(Subject.Type, RelationId.None, ObjectKey.Wildcard), out terms)
            || !terms.IsLive(NowTicks)) return named;
        var wildcard = WorthUntilExpiry(terms);
        return wildcard.IsAllowed ? wildcard : named.And(wildcard);
    }

    // A relationship whose caveat is false is as good as absent, and its end changes nothing.
    private Verdict WorthUntilExpiry(in RelationshipTerms terms)
    {
        var worth = Worth(terms);
        return worth.IsDenied ? worth : worth.Until(terms.ExpiresAt);
    }
}
