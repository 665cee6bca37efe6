using System.Runtime.CompilerServices;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Decides one subject's permissions over one snapshot: depth first, early out, each subproblem once.</summary>
/// <remarks>
/// <para>INVARIANT (order-independent): union is allowed if any operand is, intersection is denied if any is, exclusion is denied if its left is
/// denied or its right allowed. Where no operand settles it, every one is looked at, and their doubts join: an error outweighs missing context.</para>
/// <para>Errors are found here only in caveats: at a cycle, past the depth limit on the way it took, or at the end of its stack, it gives up and
/// <see cref="FixpointSolver{TStructure}"/> decides from the definition. So a provisional value is never kept, and what is kept is exact.</para>
/// </remarks>
internal ref struct CheckEvaluator<TStructure>
    where TStructure : struct, IStructuralRelations
{
    // Below, looking into each resource costs no more than finding what the subject stands in.
    private const int MinFromSubject = 4;

    private readonly Question<TStructure> _question;
    private readonly EvaluationScope _scope;
    private readonly SubproblemMemo _memo;
    private bool _mustSolve;

    // The operands of a program look at one resource in a row.
    private ObjectKey _last;
    private ResourceGrants? _lastGrants;

    internal CheckEvaluator(in Question<TStructure> question, EvaluationScope scope)
    {
        _question = question;
        _scope = scope;
        _memo = scope.Memo;
    }

    /// <summary>Decides a subproblem.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="member">The relation or permission.</param>
    /// <param name="exists">Whether the caller knows that the resource exists; only files can be gone.</param>
    internal Verdict Evaluate(ObjectKey resource, CompiledPermission member, bool exists)
    {
        _mustSolve = false;
        var verdict = Decide(resource, member, 0, exists);
        if (!_mustSolve) return verdict;
        _scope.Memo.Clear();
        _scope.Ancestors.Clear();
        _scope.Reads.Clear();
        return new FixpointSolver<TStructure>(_question, _memo, _scope.Reads).Solve(resource, member);
    }

    private Verdict Decide(ObjectKey resource, CompiledPermission member, int depth, bool exists)
    {
        if (depth > _question.MaxDepth) return GiveUp();
        if (!exists && _question.IsGone(resource, member)) return Verdict.Denied;
        if (_question.IsIdentity(resource, member)) return Verdict.Allowed;
        if (TryDecideByClosure(resource, member, out var closed)) return closed;
        if (!_question.IsFile(member))
        {
            // INVARIANT (cycles-end): whatever another resource asks for is marked as being decided, so a cycle meets a mark on its second round.
            return depth == 0 && member.IsCheap ? Node(member.Body!, resource, depth) : DecideOnce(resource, member, depth);
        }


        // The check's own file is walked without the memo; a file that is reached from elsewhere may be reached again.
        if (depth == 0 && member.Walk is { } walk && _question.ClimbsFlat) return Climb(walk, resource, depth);
        return DecideOnce(resource, member, depth);
    }

    /// <summary>Looks the subproblem up, else decides and keeps it.</summary>
    private Verdict DecideOnce(ObjectKey resource, CompiledPermission member, int depth)
    {
        if (Question<TStructure>.Records) return DecideNoted(resource, member, depth);
        var status = _memo.Find(resource, member.Id, out var known);
        if (status >= SubproblemMemo.Status.Denied) return depth + known.Height <= _question.MaxDepth ? known : GiveUp();
        // A schema may chain more permissions than a stack has room for; the solver keeps them in a list instead.
        if (status == SubproblemMemo.Status.InProgress || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return GiveUp();

        _memo.Begin(resource, member.Id);
        var verdict = DecideAnew(resource, member, depth);
        if (_mustSolve) return verdict;
        _memo.Complete(resource, member.Id, verdict);
        return verdict;
    }

    /// <summary>Does the same, noting what the value rests on; what cost much is looked for among the answers kept, and kept.</summary>
    private Verdict DecideNoted(ObjectKey resource, CompiledPermission member, int depth)
    {
        var status = _memo.FindNoted(resource, member.Id, out var known, out var stretch);
        if (status >= SubproblemMemo.Status.Denied)
        {
            _scope.Reads.Note(stretch);
            return depth + known.Height <= _question.MaxDepth ? known : GiveUp();
        }

        if (status == SubproblemMemo.Status.InProgress || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return GiveUp();
        var start = _scope.Reads.Count;
        var recording = _scope.Recording;
        if (recording.TryGet(member, resource, _question.Subject, _question.MaxDepth - depth, out var kept))
        {
            _memo.Complete(resource, member.Id, kept, new(start, _scope.Reads.Count));
            return kept;
        }

        var keptBefore = recording.Begin();
        _memo.Begin(resource, member.Id);
        var verdict = DecideAnew(resource, member, depth);
        if (_mustSolve) return verdict;
        stretch = new(start, _scope.Reads.Count);
        _memo.Complete(resource, member.Id, verdict, stretch);
        recording.End(member, resource, _question.Subject, verdict, stretch, keptBefore);
        return verdict;
    }

    private Verdict DecideAnew(ObjectKey resource, CompiledPermission member, int depth)
    {
        if (_question.IsFile(member))
        {
            if (member.Walk is { } walk && _question.ClimbsFlat) return Climb(walk, resource, depth);
            if (member.AskedOfAncestors.Length > 0) DecideAncestors(resource, member, depth);
            if (_mustSolve) return default;
        }

        return member.Body is null ? Relation(resource, member, depth) : Node(member.Body, resource, depth);
    }

    /// <summary>Decides what a program asks of the ancestors from the root down, so that each finds its parent's answers and nothing recurses.</summary>
    private void DecideAncestors(ObjectKey file, CompiledPermission member, int depth)
    {
        var ancestors = _scope.Ancestors;
        var bottom = ancestors.Count;
        var current = file.Id;
        while (_question.Structure.TryGetPlace(current, out var place) && place.HasParent)
        {
            current = place.Parent;
            if (AreKnown(new(file.Type, current), member.AskedOfAncestors)) break;
            ancestors.Add(current);
        }

        for (var i = ancestors.Count - 1; i >= bottom && !_mustSolve; i--)
        {
            foreach (var asked in member.AskedOfAncestors)
            {
                var ancestor = new ObjectKey(file.Type, ancestors[i]);
                if (IsKnown(ancestor, asked)) continue;
                DecideFromParent(ancestor, asked, depth);
                if (_mustSolve) break;
            }
        }

        if (!_mustSolve) ancestors.RemoveRange(bottom, ancestors.Count - bottom);
    }

    private readonly bool AreKnown(ObjectKey file, CompiledPermission[] members)
    {
        foreach (var member in members)
        {
            if (!IsKnown(file, member)) return false;
        }

        return true;
    }

    private readonly bool IsKnown(ObjectKey file, CompiledPermission member) =>
        (Question<TStructure>.Records ? _memo.FindNoted(file, member.Id, out _, out _) : _memo.Find(file, member.Id, out _)) >= SubproblemMemo.Status.Denied;

    private void DecideFromParent(ObjectKey file, CompiledPermission member, int depth)
    {
        if (_memo.Find(file, member.Id, out _) == SubproblemMemo.Status.InProgress)
        {
            GiveUp();
            return;
        }

        _memo.Begin(file, member.Id);
        var start = _scope.Reads.Count;
        var verdict = _question.IsIdentity(file, member) ? Verdict.Allowed
            : member.Body is null ? Relation(file, member, depth)
            : Node(member.Body, file, depth);
        if (!_mustSolve) _memo.Complete(file, member.Id, verdict, Question<TStructure>.Records ? new(start, _scope.Reads.Count) : ReadLog.Stretch.None);
    }

    /// <summary>Walks up the tree, looking at each level for whatever grants.</summary>
    private Verdict Climb(AncestorWalk walk, ObjectKey file, int depth)
    {
        var combined = Verdict.Denied;
        var current = file;
        var level = 0;
        while (true)
        {
            ref readonly var wanted = ref walk.Levels[level];
            StructuralPlace place = default;
            if ((wanted.LooksAtOwner || wanted.Next >= 0) && !_question.Structure.TryGetPlace(current.Id, out place)) return combined;
            if (wanted.LooksAtOwner && _question.IsSubject(place.Owner)) return Verdict.Allowed;
            if (Question<TStructure>.Records) _scope.Reads.Grants(current);
            if (_question.State.TryGetGrants(current, out var grants))
            {
                foreach (ref readonly var relation in grants.Relations)
                {
                    if (!wanted.Relations[relation.Relation.Value]) continue;
                    var verdict = Subjects(relation.Subjects, depth, mayHaveUsersets: true);
                    if (_mustSolve || verdict.IsAllowed) return verdict;
                    combined = combined.And(verdict);
                }
            }

            foreach (var other in wanted.Others)
            {
                var verdict = Node(other, current, depth);
                if (_mustSolve || verdict.IsAllowed) return verdict;
                combined = combined.And(verdict);
            }

            if (wanted.Next < 0 || !place.HasParent) return combined;
            level = wanted.Next;
            current = new(current.Type, place.Parent);
        }
    }

    private Verdict Node(ProgramNode node, ObjectKey resource, int depth)
    {
        switch (node.Kind)
        {
            case ProgramNodeKind.Nil:
                return Verdict.Denied;
            case ProgramNodeKind.Self:
                return _question.IsSubject(resource) ? Verdict.Allowed : Verdict.Denied;
            case ProgramNodeKind.Member:
                var member = node.Member!;
                if (_question.IsIdentity(resource, member)) return Verdict.Allowed;
                if (member.IsRelation) return Relation(resource, member, depth);
                return member.IsCheap && !_question.IsFile(member) ? Node(member.Body!, resource, depth) : DecideOnce(resource, member, depth);
            case ProgramNodeKind.Union:
                return Union(node, resource, depth);
            case ProgramNodeKind.Intersection:
                return Intersection(node, resource, depth);
            case ProgramNodeKind.Exclusion:
                return Exclusion(node, resource, depth);
            default:
                return Arrow(node, resource, depth);
        }
    }

    private Verdict Union(ProgramNode node, ObjectKey resource, int depth)
    {
        var combined = Verdict.Denied;
        foreach (var operand in node.Operands)
        {
            var verdict = Node(operand, resource, depth);
            if (_mustSolve || verdict.IsAllowed) return verdict;
            combined = combined.And(verdict);
        }

        return combined;
    }

    private Verdict Intersection(ProgramNode node, ObjectKey resource, int depth)
    {
        var combined = Verdict.Allowed;
        foreach (var operand in node.Operands)
        {
            var verdict = Node(operand, resource, depth);
            if (_mustSolve || verdict.IsDenied) return verdict;
            combined = combined.And(verdict);
        }

        return combined;
    }

    private Verdict Exclusion(ProgramNode node, ObjectKey resource, int depth)
    {
        var left = Node(node.Operands[0], resource, depth);
        if (_mustSolve || left.IsDenied) return left;
        var right = Node(node.Operands[1], resource, depth);
        if (_mustSolve) return right;
        return right.IsAllowed ? right with { Decision = Decision.Denied } : left.And(right);
    }

    private Verdict Arrow(ProgramNode node, ObjectKey resource, int depth)
    {
        if (_question.IsFile(node.Member!) && (node.ClimbsParent || node.Member!.IsStructuralOwner)) return StructuralArrow(node, resource, depth);
        if (Grants(resource) is not { } grants || grants.Of(node.Member!.Id) is not { } subjects) return Verdict.Denied;
        if (subjects.Count >= MinFromSubject && _question.LooksFromSubject && node.LeadsToDirect && depth < _question.MaxDepth && !AsksFiles(node))
            return FromSubject(node, subjects);
        var all = node.Kind == ProgramNodeKind.ArrowAll;
        var seen = false;
        var combined = all ? Verdict.Allowed : Verdict.Denied;
        foreach (var (subject, terms) in subjects)
        {
            if (subject.IsWildcard || !terms.IsLive(_question.NowTicks)) continue;
            seen = true;
            var verdict = Step(node, subject, terms, depth);
            if (_mustSolve) return verdict;
            if (all ? verdict.IsDenied : verdict.IsAllowed) return verdict.Through(terms.ExpiresAt);

            // An allowed arrow.all rests on its relationships too: the last one's end leaves nothing to grant. What was denied stays so without its own.
            combined = combined.And(verdict.Through(verdict.IsDenied ? Expiry.Never : terms.ExpiresAt));
        }

        return seen ? combined : Verdict.Denied;
    }

    private readonly bool AsksFiles(ProgramNode node)
    {
        if (!_question.HasFiles) return false;
        foreach (var target in node.DirectTargets)
        {
            if (target.IsOnFile) return true;
        }

        return false;
    }

    /// <summary>Decides an arrow to direct relations from the subject's side: among what it stands in, what the arrow leads to.</summary>
    /// <remarks>INVARIANT (either-side): it decides as following each relationship of the arrow does. What stands in the relations of many resources
    /// is one walk over the shorter list, where following would look into each resource.</remarks>
    private Verdict FromSubject(ProgramNode node, AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects)
    {
        var combined = Verdict.Denied;
        if (Question<TStructure>.Records) NoteTargets();
        foreach (var target in node.DirectTargets)
        {
            if (_question.Subject.Id != ObjectKey.Unknown && _question.State.TryGetTargets(_question.Subject, out var own))
            {
                var met = Meet(target, own, subjects);
                if (met.IsAllowed) return met;
                combined = combined.And(met);
            }

            if (!target.AllowsWildcards || !_question.State.TryGetTargets(new(_question.Subject.Type, RelationId.None, ObjectKey.Wildcard), out var everyones)) continue;
            var open = Meet(target, everyones, subjects);
            if (open.IsAllowed) return open;
            combined = combined.And(open);
        }

        return combined;
    }

    private readonly void NoteTargets()
    {
        _scope.Reads.Targets(_question.Subject);
        _scope.Reads.Targets(new(_question.Subject.Type, RelationId.None, ObjectKey.Wildcard));
    }

    private Verdict Meet(
        CompiledPermission target,
        AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order> held,
        AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects)
    {
        var combined = Verdict.Denied;
        if (held.Count <= subjects.Count)
        {
            var targets = held.From(new(target.Type, target.Id, 0));
            while (targets.MoveNext())
            {
                var (one, terms) = targets.Current;
                if (one.Type != target.Type || one.Relation != target.Id) break;
                if (subjects.TryGetValue(new(one.Type, RelationId.None, one.Id), out var arrow) && Join(terms, arrow, ref combined)) return combined;
            }

            return combined;
        }

        var led = subjects.From(new(target.Type, RelationId.None, 0));
        while (led.MoveNext())
        {
            var (one, arrow) = led.Current;
            if (one.Type != target.Type || one.Relation != RelationId.None) break;
            if (held.TryGetValue(new(target.Type, target.Id, one.Id), out var terms) && Join(terms, arrow, ref combined)) return combined;
        }

        return combined;
    }

    // Adds what the two relationships come to; true when that settles it.
    private readonly bool Join(in RelationshipTerms terms, in RelationshipTerms arrow, ref Verdict combined)
    {
        if (!terms.IsLive(_question.NowTicks) || !arrow.IsLive(_question.NowTicks)) return false;
        var worth = _question.Worth(terms);
        if (worth.IsDenied) return false;
        var arrowWorth = _question.Worth(arrow);
        if (arrowWorth.IsDenied) return false;
        var both = worth.And(arrowWorth).Until(terms.ExpiresAt).Through(arrow.ExpiresAt);
        combined = both.IsAllowed ? both : combined.And(both);
        return both.IsAllowed;
    }

    /// <summary>What following one relationship of an arrow comes to: its caveat and the target, both of which must grant.</summary>
    private Verdict Step(ProgramNode node, in SubjectKey subject, in RelationshipTerms terms, int depth)
    {
        var worth = _question.Worth(terms);
        if (worth.IsDenied || node.TargetOf(subject.Type) is not { } target) return Verdict.Denied;
        var verdict = Decide(subject.Object, target, depth + 1, exists: false);
        return _mustSolve || verdict.IsDenied ? verdict : verdict.And(worth);
    }

    private Verdict StructuralArrow(ProgramNode node, ObjectKey file, int depth)
    {
        if (!_question.Structure.TryGetPlace(file.Id, out var place)) return Verdict.Denied;
        if (!node.ClimbsParent)
            return node.TargetOf(place.Owner.Type) is { } ofOwner ? Decide(place.Owner, ofOwner, depth + 1, exists: false).Through(Expiry.Never) : Verdict.Denied;
        if (!place.HasParent || node.TargetOf(file.Type) is not { } ofParent) return Verdict.Denied;
        var parent = new ObjectKey(file.Type, place.Parent);
        if (_question.IsIdentity(parent, ofParent)) return Verdict.Allowed;
        return DecideOnce(parent, ofParent, depth);
    }

    private Verdict Relation(ObjectKey resource, CompiledPermission relation, int depth)
    {
        if (_question.IsFile(relation) && (relation.IsStructuralParent || relation.IsStructuralOwner))
            return _question.StructuralRelationHolds(resource, relation) ? Verdict.Allowed : Verdict.Denied;
        if (relation.AllowsUsersets && TryDecideByClosure(resource, relation, out var closed)) return closed;
        return Grants(resource) is { } grants && grants.Of(relation.Id) is { } subjects
            ? Subjects(subjects, depth, relation.AllowsUsersets)
            : Verdict.Denied;
    }

    private Verdict Subjects(AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects, int depth, bool mayHaveUsersets)
    {
        var combined = _question.NamesSubject(subjects);
        if (combined.IsAllowed || !mayHaveUsersets) return combined;
        var usersets = subjects.From(FirstUserset);
        while (usersets.MoveNext())
        {
            var (userset, terms) = usersets.Current;
            if (!terms.IsLive(_question.NowTicks)) continue;
            if (_question.State.Programs.Find(userset.Type, userset.Relation) is not { } member) continue;
            var worth = _question.Worth(terms);
            if (worth.IsDenied) continue;
            var verdict = Decide(userset.Object, member, depth + 1, exists: false);
            if (_mustSolve) return verdict;
            if (!verdict.IsDenied) verdict = verdict.And(worth);
            if (verdict.IsAllowed) return verdict.Through(terms.ExpiresAt);
            combined = combined.And(verdict.Through(verdict.IsDenied ? Expiry.Never : terms.ExpiresAt));
        }

        return combined;
    }

    /// <summary>Decides by what the subject was put into and the closure of groups, where that can tell. A kept answer then rests on any change of a group's groups.</summary>
    private readonly bool TryDecideByClosure(ObjectKey resource, CompiledPermission member, out Verdict verdict)
    {
        if (!_scope.Usersets.TryDecide(_question, resource, member, out verdict)) return false;
        if (Question<TStructure>.Records) SubjectUsersets.Note(_scope.Reads, _question.Subject);
        return true;
    }

    private ResourceGrants? Grants(ObjectKey resource)
    {
        if (Question<TStructure>.Records) _scope.Reads.Grants(resource);
        if (_last == resource) return _lastGrants;
        _last = resource;
        return _lastGrants = _question.State.TryGetGrants(resource, out var grants) ? grants : null;
    }

    private static SubjectKey FirstUserset => new(default, new(1), 0);

    private Verdict GiveUp()
    {
        _mustSolve = true;
        return default;
    }
}
