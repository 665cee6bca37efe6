using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Searches from a subject for the resources of one type that may be allowed: a superset, each to be checked.</summary>
/// <remarks>Bounded by <see cref="LookupLimits"/>; past them, or where the tree may come in between, it gives up and every resource is a candidate.</remarks>
internal sealed class ResourceSearch<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly Question<TStructure> _question;
    private readonly CompiledPermission _permission;
    private readonly ReachPlan _plan;
    private readonly EvaluationSwitches _switches;
    private readonly CandidateSet _found;
    private readonly HashSet<ObjectKey> _reached = [];
    private readonly Queue<ObjectKey> _pending = new();
    private readonly bool _findsFiles;

    private readonly bool _withOwned;

    private ResourceSearch(in Question<TStructure> question, CompiledPermission permission, ulong after, EvaluationSwitches switches, bool withOwned = true)
    {
        _withOwned = withOwned;
        _question = question;
        _permission = permission;
        _switches = switches;
        _plan = ReachPlan.Of(permission, question.State);
        _findsFiles = question.IsFile(permission);

        // What is found of a tree leads down it, wherever the cursor stands.
        _found = new(_findsFiles && _plan.ClimbsParent ? 0 : after, _switches.MaxCandidates);
    }

    /// <summary>Searches.</summary>
    /// <returns>The candidates; null when every resource of the type is one.</returns>
    internal static CandidateSet? Find(in Question<TStructure> question, CompiledPermission permission, ulong after, EvaluationSwitches switches)
    {
        var search = new ResourceSearch<TStructure>(question, permission, after, switches);
        if (!search.TrySearch()) return null;
        return search._findsFiles && search._plan.ClimbsParent ? search.Descend(after) : search._found;
    }

    /// <summary>Searches for the files that relationships lead to, without what lies below them.</summary>
    /// <param name="question">The question.</param>
    /// <param name="permission">The permission, of files.</param>
    /// <param name="switches">The bounds.</param>
    /// <param name="withOwned">Whether what the subject owns is among them; else the caller finds it.</param>
    /// <returns>Null where it cannot tell, or where there are too many.</returns>
    internal static CandidateSet? FindRoots(in Question<TStructure> question, CompiledPermission permission, EvaluationSwitches switches, bool withOwned)
    {
        var search = new ResourceSearch<TStructure>(question, permission, after: 0, switches, withOwned);
        return search.TrySearch() ? search._found : null;
    }

    private bool TrySearch()
    {
        if (_question.HasFiles && (_plan.AsksOwner || _plan.FilesLeadOn || (_plan.ClimbsParent && !_findsFiles))) return false;
        Seed();
        while (!_found.IsOverflown && _pending.TryDequeue(out var resource)) FollowAll(resource);
        return !_found.IsOverflown;
    }

    private void Seed()
    {
        var subject = _question.Subject;
        if (subject.Relation != RelationId.None)
        {
            // A userset is a member of itself, so whatever its object leads to may be meant.
            if (subject.Id != ObjectKey.Unknown) Reach(subject.Object, leadsOn: true);
            return;
        }

        Follow(new SubjectKey(subject.Type, RelationId.None, ObjectKey.Wildcard));
        if (subject.Id == ObjectKey.Unknown) return;
        Follow(subject);
        if (_plan.UsesSelf) Reach(subject.Object, leadsOn: true);
        if (!_question.HasFiles) return;
        if (_plan.LooksAtOwner && _withOwned)
        {
            foreach (var file in _question.Structure.FilesOwnedBy(subject.Object)) ReachFile(file);
        }

        if (!_plan.LooksAtParent || subject.Type != _permission.Type) return;
        foreach (var child in _question.Structure.Children(subject.Id)) ReachFile(child);
    }

    private void FollowAll(ObjectKey resource)
    {
        var usersets = _question.State.Table(resource.Type).Reverse.From(new(resource.Id, RelationId.None));
        while (usersets.MoveNext() && usersets.Key.Id == resource.Id) Follow(usersets.Value);
    }

    private void Follow(SubjectKey subject)
    {
        if (_question.State.TryGetTargets(subject, out var targets)) Follow(targets);
    }

    private void Follow(AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order> targets)
    {
        // They are sorted by type and relation, so the plan is asked once a run.
        var (type, relation, follows, leadsOn) = (default(TypeId), default(RelationId), false, false);
        foreach (var (target, terms) in targets)
        {
            if (target.Type != type || target.Relation != relation)
            {
                (type, relation) = (target.Type, target.Relation);
                follows = _plan.Follows(type, relation);
                leadsOn = _plan.LeadsOn(type);
            }

            if (follows && terms.IsLive(_question.NowTicks)) Reach(target.Resource, leadsOn);
            if (_found.IsOverflown) return;
        }
    }

    private void ReachFile(ulong file)
    {
        if (_findsFiles) Reach(new(_permission.Type, file), _plan.LeadsOn(_permission.Type));
    }

    private void Reach(ObjectKey resource, bool leadsOn)
    {
        if (resource.Type == _permission.Type) _found.Add(resource.Id);
        if (!leadsOn || !_reached.Add(resource)) return;
        if (_reached.Count > _switches.MaxReached) _found.Overflow();
        _pending.Enqueue(resource);
    }

    private CandidateSet? Descend(ulong after)
    {
        var below = new CandidateSet(after, _switches.MaxCandidates);
        HashSet<ulong> entered = [];
        Stack<ulong> pending = new();
        foreach (var file in _found.Sorted())
        {
            if (entered.Add(file)) pending.Push(file);
        }

        while (pending.TryPop(out var file))
        {
            below.Add(file);
            if (below.IsOverflown || entered.Count > _switches.MaxCandidates) return null;
            foreach (var child in _question.Structure.Children(file))
            {
                if (entered.Add(child)) pending.Push(child);
            }
        }

        return below;
    }
}
