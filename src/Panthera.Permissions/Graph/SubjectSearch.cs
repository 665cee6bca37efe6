using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Searches from a permission of a resource for the subjects of one form that may matter to it: a superset, each to be checked.</summary>
/// <remarks>All operands are followed, those that take away as well: whom a wildcard does not cover is among them. Bounded by
/// <see cref="LookupLimits"/>; past them it gives up and every object of the type is a candidate.</remarks>
internal sealed class SubjectSearch<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly Question<TStructure> _question;
    private readonly TypeId _type;
    private readonly RelationId _relation;
    private readonly bool _findsFiles;
    private readonly HashSet<(ObjectKey, CompiledPermission)> _reached = [];
    private readonly Queue<(ObjectKey Resource, CompiledPermission Member)> _pending = new();

    /// <param name="question">What is asked; its subject does not matter.</param>
    /// <param name="type">The subjects' type.</param>
    /// <param name="relation">Their relation; none for objects.</param>
    internal SubjectSearch(in Question<TStructure> question, TypeId type, RelationId relation)
    {
        _question = question;
        _type = type;
        _relation = relation;
        _findsFiles = question.HasFiles && question.State.NameOf(type) == FileIdText.TypeName;
        Found = new(0, LookupLimits.MaxCandidates);
    }

    internal CandidateSet Found { get; }

    /// <summary>Whether a wildcard of the type was met, or may have been.</summary>
    internal bool MeetsWildcard { get; private set; }

    internal void Run(ObjectKey resource, CompiledPermission permission)
    {
        Reach(resource, permission);
        while (!Found.IsOverflown && _pending.TryDequeue(out var next))
        {
            if (next.Member.Body is { } body) Follow(body, next.Resource);
            else FollowRelation(next.Resource, next.Member);
        }

        MeetsWildcard |= Found.IsOverflown;
    }

    private void Reach(ObjectKey resource, CompiledPermission member)
    {
        if (!_reached.Add((resource, member))) return;
        if (_reached.Count > LookupLimits.MaxReached) Found.Overflow();

        // A userset is a member of itself.
        if (member.Id == _relation && resource.Type == _type) Add(resource.Id);
        _pending.Enqueue((resource, member));
    }

    private void Follow(ProgramNode node, ObjectKey resource)
    {
        if (node.Kind == ProgramNodeKind.Member) Reach(resource, node.Member!);
        if (node.Kind == ProgramNodeKind.Self) Name(new(resource.Type, RelationId.None, resource.Id));
        foreach (var operand in node.Operands) Follow(operand, resource);
        if (!node.IsArrow) return;
        if (_question.IsFile(node.Member!) && (node.Member!.IsStructuralOwner || node.Member.IsStructuralParent))
        {
            if (_question.Structure.TryGetPlace(resource.Id, out var place) && (!node.ClimbsParent || place.HasParent))
                ReachTarget(node, node.ClimbsParent ? new(resource.Type, place.Parent) : place.Owner);
            return;
        }

        if (!_question.State.TryGetGrants(resource, out var grants) || grants.Of(node.Member!.Id) is not { } subjects) return;
        foreach (var (subject, terms) in subjects)
        {
            if (!subject.IsWildcard && terms.IsLive(_question.NowTicks)) ReachTarget(node, subject.Object);
        }
    }

    private void ReachTarget(ProgramNode node, ObjectKey resource)
    {
        if (node.TargetOf(resource.Type) is { } target) Reach(resource, target);
    }

    private void FollowRelation(ObjectKey resource, CompiledPermission relation)
    {
        if (_question.IsFile(relation) && (relation.IsStructuralParent || relation.IsStructuralOwner))
        {
            if (!_question.Structure.TryGetPlace(resource.Id, out var place)) return;
            if (relation.IsStructuralOwner) Name(new(place.Owner.Type, RelationId.None, place.Owner.Id));
            else if (place.HasParent) Name(new(resource.Type, RelationId.None, place.Parent));
            return;
        }

        if (!_question.State.TryGetGrants(resource, out var grants) || grants.Of(relation.Id) is not { } subjects) return;
        foreach (var (subject, terms) in subjects)
        {
            if (!terms.IsLive(_question.NowTicks)) continue;
            Name(subject);
            if (subject.Relation != RelationId.None && _question.State.Programs.Find(subject.Type, subject.Relation) is { } member) Reach(subject.Object, member);
            if (Found.IsOverflown) return;
        }
    }

    private void Name(in SubjectKey subject)
    {
        if (subject.Type != _type || subject.Relation != _relation) return;
        if (subject.IsWildcard) MeetsWildcard = true;
        else Add(subject.Id);
    }

    // A deleted file may be named until it is purged, and is nobody: a wildcard must not bring it back.
    private void Add(ulong number)
    {
        if (!_findsFiles || _question.Structure.Exists(number)) Found.Add(number);
    }
}
