using System.Runtime.InteropServices;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Decides a check whose subproblems form cycles, or reach far: gathers them all, then computes the least fixpoint.</summary>
/// <remarks>
/// <para>Subproblems are gathered breadth first, so each has its shortest distance; those past the limit are errors. Then values rise from denied
/// over error to allowed until nothing changes. What stands on the right of an exclusion is read from the round before, beginning with "error" for
/// all, and rounds repeat until one confirms the one before it: the well-founded model. What caveats leave open stands as "error" meanwhile.</para>
/// <para>Then whatever is neither allowed nor denied gets its doubt: the least fixpoint of joining those of the operands that are open themselves.
/// What is open and rests on no doubt at all rests on its own absence, which is a doubt too, and is joined in by whoever rests on that.</para>
/// <para>Polynomial in the number of subproblems: each pass raises a value or is the last. Rare, so it allocates.</para>
/// </remarks>
internal sealed class FixpointSolver<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly Question<TStructure> _question;
    private readonly SubproblemMemo _memo;
    private readonly ReadLog _reads;
    private readonly Dictionary<Subproblem, int> _indexes = [];
    private readonly List<Subproblem> _subproblems = [];
    private readonly List<int> _distances = [];
    private readonly LinkedList<(int Index, int Distance)> _frontier = new();
    private Decision[] _values = [];
    private Decision[] _assumed = [];
    private Doubt?[] _doubts = [];
    private long _earliestExpiry = Expiry.Never;
    private bool _reachedLimit;

    internal FixpointSolver(in Question<TStructure> question, SubproblemMemo memo, ReadLog reads)
    {
        _question = question;
        _memo = memo;
        _reads = reads;
    }

    internal Verdict Solve(ObjectKey resource, CompiledPermission member)
    {
        Reach(new(resource, member), 0, isStep: false);
        if (!Gather()) return Verdict.Failed(EvaluationError.TooManySubproblems);
        _assumed = new Decision[_subproblems.Count];
        Array.Fill(_assumed, Decision.Error);
        while (true)
        {
            ComputeLeast();
            if (_values.AsSpan().SequenceEqual(_assumed)) break;
            _assumed = _values;
        }

        FindDoubts();
        if (!_reachedLimit) Keep();
        return VerdictOf(0);
    }

    private bool Gather()
    {
        while (_frontier.First is { } first)
        {
            _frontier.RemoveFirst();
            var (index, distance) = first.Value;
            if (distance > _distances[index]) continue;
            if (distance > _question.MaxDepth)
            {
                _reachedLimit = true;
                continue;
            }

            if (_subproblems.Count > EvaluationLimits.MaxSubproblems) return false;
            var subproblem = _subproblems[index];
            if (IsSettled(subproblem)) continue;
            if (subproblem.Member.Body is { } body) GatherNode(body, subproblem.Resource, distance);
            else GatherRelation(subproblem, distance);
        }

        return true;
    }

    // Whether it needs no other subproblem: it is the subject itself, or a file that is gone.
    private bool IsSettled(in Subproblem subproblem) =>
        _question.IsIdentity(subproblem.Resource, subproblem.Member) || _question.IsGone(subproblem.Resource, subproblem.Member);

    private void GatherNode(ProgramNode node, ObjectKey resource, int distance)
    {
        if (node.Kind == ProgramNodeKind.Member) Reach(new(resource, node.Member!), distance, isStep: false);
        foreach (var operand in node.Operands) GatherNode(operand, resource, distance);
        if (!node.IsArrow) return;
        if (IsStructural(node.Member!))
        {
            if (!_question.Structure.TryGetPlace(resource.Id, out var place)) return;
            if (!node.ClimbsParent) ReachTarget(node, place.Owner, distance, isStep: true);
            else if (place.HasParent) ReachTarget(node, new(resource.Type, place.Parent), distance, isStep: false);
            return;
        }

        if (Question<TStructure>.Records) _reads.Grants(resource);
        foreach (var (subject, terms) in SubjectsOf(resource, node.Member!))
        {
            if (!IsLive(terms) || subject.IsWildcard || _question.Worth(terms).IsDenied) continue;
            ReachTarget(node, subject.Object, distance, isStep: true);
        }
    }

    private void GatherRelation(in Subproblem subproblem, int distance)
    {
        if (IsStructural(subproblem.Member)) return;

        // What is worked out after everything was gathered reads nothing but what was read now, and places, which the tree notes itself.
        if (Question<TStructure>.Records) _reads.Grants(subproblem.Resource);
        foreach (var (subject, terms) in SubjectsOf(subproblem.Resource, subproblem.Member))
        {
            if (!IsLive(terms) || subject.Relation == RelationId.None || _question.Worth(terms).IsDenied) continue;
            if (_question.State.Programs.Find(subject.Type, subject.Relation) is { } member) Reach(new(subject.Object, member), distance, isStep: true);
        }
    }

    private void ReachTarget(ProgramNode node, ObjectKey resource, int distance, bool isStep)
    {
        if (node.TargetOf(resource.Type) is { } target) Reach(new(resource, target), distance, isStep);
    }

    private void Reach(in Subproblem subproblem, int from, bool isStep)
    {
        var distance = isStep ? from + 1 : from;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, subproblem, out var exists);
        if (!exists)
        {
            index = _subproblems.Count;
            _subproblems.Add(subproblem);
            _distances.Add(distance);
        }
        else if (distance >= _distances[index])
        {
            return;
        }

        _distances[index] = distance;
        if (isStep) _frontier.AddLast((index, distance));
        else _frontier.AddFirst((index, distance));
    }

    private void ComputeLeast()
    {
        _values = new Decision[_subproblems.Count];
        var changed = true;
        while (changed)
        {
            changed = false;

            // The farthest first: what others rest on is mostly known before they are looked at.
            for (var i = _subproblems.Count - 1; i >= 0; i--)
            {
                if (_values[i] == Decision.Allowed) continue;
                var value = Value(i);
                if (value <= _values[i]) continue;
                _values[i] = value;
                changed = true;
            }
        }
    }

    private Decision Value(int index)
    {
        if (_distances[index] > _question.MaxDepth) return Decision.Error;
        var subproblem = _subproblems[index];
        if (_question.IsGone(subproblem.Resource, subproblem.Member)) return Decision.Denied;
        if (_question.IsIdentity(subproblem.Resource, subproblem.Member)) return Decision.Allowed;
        return subproblem.Member.Body is { } body
            ? Value(body, subproblem.Resource, _values)
            : RelationValue(subproblem);
    }

    private Decision Value(ProgramNode node, ObjectKey resource, Decision[] values)
    {
        switch (node.Kind)
        {
            case ProgramNodeKind.Nil:
                return Decision.Denied;
            case ProgramNodeKind.Self:
                return _question.IsSubject(resource) ? Decision.Allowed : Decision.Denied;
            case ProgramNodeKind.Member:
                return values[_indexes[new(resource, node.Member!)]];
            case ProgramNodeKind.Union:
                return node.Operands.Max(operand => Value(operand, resource, values));
            case ProgramNodeKind.Intersection:
                return node.Operands.Min(operand => Value(operand, resource, values));
            case ProgramNodeKind.Exclusion:
                // INVARIANT (negation): the right side is never read from the round under way.
                var right = Value(node.Operands[1], resource, _assumed);
                var without = right switch { Decision.Allowed => Decision.Denied, Decision.Denied => Decision.Allowed, _ => Decision.Error };
                var left = Value(node.Operands[0], resource, values);
                return left < without ? left : without;
            default:
                return ArrowValue(node, resource, values);
        }
    }

    private Decision ArrowValue(ProgramNode node, ObjectKey resource, Decision[] values)
    {
        var all = node.Kind == ProgramNodeKind.ArrowAll;
        if (IsStructural(node.Member!))
        {
            if (!_question.Structure.TryGetPlace(resource.Id, out var place)) return Decision.Denied;
            if (!node.ClimbsParent) return TargetValue(node, place.Owner, values);
            return place.HasParent ? TargetValue(node, new(resource.Type, place.Parent), values) : Decision.Denied;
        }

        Decision? combined = null;
        foreach (var (subject, terms) in SubjectsOf(resource, node.Member!))
        {
            if (!IsLive(terms) || subject.IsWildcard) continue;
            var value = Both(WorthOf(terms), () => TargetValue(node, subject.Object, values));
            if (combined is null || (all ? value < combined : value > combined)) combined = value;
        }

        return combined ?? Decision.Denied;
    }

    private Decision TargetValue(ProgramNode node, ObjectKey resource, Decision[] values) =>
        node.TargetOf(resource.Type) is { } target ? values[_indexes[new(resource, target)]] : Decision.Denied;

    private Decision RelationValue(in Subproblem subproblem)
    {
        if (IsStructural(subproblem.Member))
            return _question.StructuralRelationHolds(subproblem.Resource, subproblem.Member) ? Decision.Allowed : Decision.Denied;
        var subjects = SubjectsOf(subproblem.Resource, subproblem.Member);
        var value = Open(_question.NamesSubject(subjects).Decision);
        if (value == Decision.Allowed) return value;
        foreach (var (subject, terms) in subjects)
        {
            if (!IsLive(terms) || subject.Relation == RelationId.None) continue;
            if (_question.State.Programs.Find(subject.Type, subject.Relation) is not { } member) continue;
            var candidate = Both(WorthOf(terms), () => _values[_indexes[new(subject.Object, member)]]);
            if (candidate > value) value = candidate;
        }

        return value;
    }

    private void FindDoubts()
    {
        _doubts = new Doubt?[_subproblems.Count];
        for (var i = 0; i < _doubts.Length; i++)
        {
            if (_distances[i] > _question.MaxDepth) _doubts[i] = Doubt.Of(EvaluationError.MaximumDepthExceeded);
        }

        JoinDoubts();
        for (var i = 0; i < _doubts.Length; i++)
        {
            if (_values[i] == Decision.Error) _doubts[i] ??= Doubt.Of(EvaluationError.CycleThroughExclusion);
        }

        JoinDoubts();
    }

    private void JoinDoubts()
    {
        var changed = true;
        while (changed)
        {
            changed = false;
            for (var i = _doubts.Length - 1; i >= 0; i--)
            {
                if (_values[i] != Decision.Error || _distances[i] > _question.MaxDepth) continue;
                var joined = Doubt.Join(_doubts[i], DoubtOf(_subproblems[i]));
                changed |= !ReferenceEquals(joined, _doubts[i]);
                _doubts[i] = joined;
            }
        }
    }

    private Doubt? DoubtOf(in Subproblem subproblem) =>
        subproblem.Member.Body is { } body ? DoubtOf(body, subproblem.Resource) : RelationDoubt(subproblem);

    // Of a node that is open: what settles it is not among its operands, so each that is open adds its doubt.
    private Doubt? DoubtOf(ProgramNode node, ObjectKey resource)
    {
        if (node.Kind == ProgramNodeKind.Member) return _doubts[_indexes[new(resource, node.Member!)]];
        if (node.IsArrow) return ArrowDoubt(node, resource);
        Doubt? doubt = null;
        foreach (var operand in node.Operands)
        {
            if (Value(operand, resource, _values) == Decision.Error) doubt = Doubt.Join(doubt, DoubtOf(operand, resource));
        }

        return doubt;
    }

    private Doubt? ArrowDoubt(ProgramNode node, ObjectKey resource)
    {
        if (IsStructural(node.Member!))
        {
            if (!_question.Structure.TryGetPlace(resource.Id, out var place)) return null;
            return TargetDoubt(node, node.ClimbsParent ? new(resource.Type, place.Parent) : place.Owner);
        }

        Doubt? doubt = null;
        foreach (var (subject, terms) in SubjectsOf(resource, node.Member!))
        {
            if (!IsLive(terms) || subject.IsWildcard) continue;
            var worth = _question.Worth(terms);
            if (worth.IsDenied || TargetValue(node, subject.Object, _values) == Decision.Denied) continue;
            doubt = Doubt.Join(Doubt.Join(doubt, worth.Doubt), TargetDoubt(node, subject.Object));
        }

        return doubt;
    }

    private Doubt? TargetDoubt(ProgramNode node, ObjectKey resource) =>
        node.TargetOf(resource.Type) is { } target ? _doubts[_indexes[new(resource, target)]] : null;

    private Doubt? RelationDoubt(in Subproblem subproblem)
    {
        var subjects = SubjectsOf(subproblem.Resource, subproblem.Member);
        var doubt = _question.NamesSubject(subjects).Doubt;
        foreach (var (subject, terms) in subjects)
        {
            if (!IsLive(terms) || subject.Relation == RelationId.None) continue;
            if (_question.State.Programs.Find(subject.Type, subject.Relation) is not { } member) continue;
            var worth = _question.Worth(terms);
            if (worth.IsDenied || !_indexes.TryGetValue(new(subject.Object, member), out var index) || _values[index] == Decision.Denied) continue;
            doubt = Doubt.Join(Doubt.Join(doubt, worth.Doubt), _doubts[index]);
        }

        return doubt;
    }

    private Verdict VerdictOf(int index)
    {
        var height = Math.Min(_subproblems.Count, _question.MaxDepth);
        if (_values[index] != Decision.Error) return new(_values[index], _earliestExpiry, height, null);
        var doubt = _doubts[index]!;
        return new(doubt.Decision, doubt.Decision == Decision.Error ? Expiry.Never : _earliestExpiry, height, doubt);
    }

    // Nothing was left out, so every value is final for whoever asks next in this scope, errors as well: nothing outlives the request.
    private void Keep()
    {
        var all = Question<TStructure>.Records ? new(0, _reads.Count) : ReadLog.Stretch.None;
        for (var i = 0; i < _subproblems.Count; i++) _memo.Complete(_subproblems[i].Resource, _subproblems[i].Member.Id, VerdictOf(i), all);
    }

    private Decision WorthOf(in RelationshipTerms terms) => Open(_question.Worth(terms).Decision);

    // While values rise, whatever is neither allowed nor denied is one and the same.
    private static Decision Open(Decision decision) => decision == Decision.Conditional ? Decision.Error : decision;

    // What stands behind a relationship whose caveat is false was not gathered, and is not asked for.
    private static Decision Both(Decision worth, Func<Decision> target)
    {
        if (worth == Decision.Denied) return worth;
        var value = target();
        return value < worth ? value : worth;
    }

    private bool IsStructural(CompiledPermission relation) =>
        _question.IsFile(relation) && (relation.IsStructuralParent || relation.IsStructuralOwner);

    private AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> SubjectsOf(ObjectKey resource, CompiledPermission relation) =>
        (_question.State.TryGetGrants(resource, out var grants) ? grants.Of(relation.Id) : null) ?? AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>.Empty;

    // Whatever lives here and will expire bounds the answer: coarser than need be, and simple.
    private bool IsLive(in RelationshipTerms terms)
    {
        if (!terms.IsLive(_question.NowTicks)) return false;
        if (terms.ExpiresAt < _earliestExpiry) _earliestExpiry = terms.ExpiresAt;
        return true;
    }

    private readonly record struct Subproblem(ObjectKey Resource, CompiledPermission Member);
}
