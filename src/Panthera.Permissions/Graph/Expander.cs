using System.Runtime.CompilerServices;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Graph;

/// <summary>Expands a permission into the expression of subjects that computes it: through permissions and arrows, but not into usersets.</summary>
/// <remarks>What has expired is left out; caveats are not judged: a subject with one is listed. Bounded in depth as checks are, and by
/// <see cref="MaxNodes"/> and <see cref="MaxSubjects"/>. It allocates.</remarks>
internal sealed class Expander<TStructure>(PermissionGraph<TStructure> graph, ObjectReference expanded, int maxDepth, EvaluationScope scope)
    where TStructure : struct, IStructuralRelations
{
    // A tree of ten thousand nodes is about a megabyte on the wire.
    private const int MaxNodes = 10_000;
    private const int MaxSubjects = 100_000;

    private readonly Question<TStructure> _question = new(graph.State, graph.Structure, graph.Now.UtcTicks, default, scope);
    private int _nodes;
    private int _subjects;
    private Refusal? _refusal;

    internal Outcome<ExpansionNode> Expand(ObjectKey resource, CompiledPermission member)
    {
        var root = Member(resource, member, 0);
        return _refusal is null ? root : _refusal;
    }

    private ExpansionNode Member(ObjectKey resource, CompiledPermission member, int depth)
    {
        // Of what was never written only the name is known, and nothing leads away from it.
        var name = resource.Id == ObjectKey.Unknown ? expanded : References.Format(graph.State, graph.Structure, resource);
        if (IsTooMuch(name, member, depth)) return new(ExpansionKind.Leaf, name, member.Name, [], []);
        if (_question.IsGone(resource, member)) return new(ExpansionKind.Leaf, name, member.Name, [], []);
        if (member.Body is null) return new(ExpansionKind.Leaf, name, member.Name, [], Subjects(resource, member));

        // A permission is an operation of its own, even one that only names another member.
        return member.Body.Kind is ProgramNodeKind.Union or ProgramNodeKind.Intersection or ProgramNodeKind.Exclusion
            ? Operation(member.Body, resource, member, name, depth)
            : new(ExpansionKind.Union, name, member.Name, [Node(member.Body, resource, member, name, depth)], []);
    }

    private bool IsTooMuch(ObjectReference resource, CompiledPermission member, int depth)
    {
        if (_refusal is null && (depth > maxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            _refusal = new(RefusalCode.FailedPrecondition, $"`{resource}#{member.Name}` is reached through more than {maxDepth} steps; expand a nearer permission")
            {
                Reason = PermissionReasons.MaximumDepthExceeded,
            };
        }

        if (_refusal is null && (++_nodes > MaxNodes || _subjects > MaxSubjects))
            _refusal = new(RefusalCode.LimitExceeded, $"the expansion has more than {MaxNodes} nodes or {MaxSubjects} subjects; expand a narrower permission");
        return _refusal is not null;
    }

    private ExpansionNode Operation(ProgramNode node, ObjectKey resource, CompiledPermission of, ObjectReference name, int depth)
    {
        var kind = node.Kind switch
        {
            ProgramNodeKind.Intersection => ExpansionKind.Intersection,
            ProgramNodeKind.Exclusion => ExpansionKind.Exclusion,
            _ => ExpansionKind.Union,
        };
        return new(kind, name, of.Name, [.. node.Operands.Select(operand => Node(operand, resource, of, name, depth))], []);
    }

    private ExpansionNode Node(ProgramNode node, ObjectKey resource, CompiledPermission of, ObjectReference name, int depth) => node.Kind switch
    {
        ProgramNodeKind.Nil => new(ExpansionKind.Leaf, name, of.Name, [], []),
        ProgramNodeKind.Self => new(ExpansionKind.Leaf, name, of.Name, [], [new(name.Type, name.Id)]),
        ProgramNodeKind.Member => Member(resource, node.Member!, depth),
        ProgramNodeKind.ArrowAny or ProgramNodeKind.ArrowAll => Arrow(node, resource, of, name, depth),
        _ => Operation(node, resource, of, name, depth),
    };

    private ExpansionNode Arrow(ProgramNode node, ObjectKey resource, CompiledPermission of, ObjectReference name, int depth)
    {
        var all = node.Kind == ProgramNodeKind.ArrowAll;
        var climbs = _question.HasFiles && node.ClimbsParent;
        List<ExpansionNode> children = [];
        foreach (var subject in Keys(resource, node.Member!))
        {
            if (subject.IsWildcard) continue;
            if (node.TargetOf(subject.Type) is { } target) children.Add(Member(subject.Object, target, climbs ? depth : depth + 1));

            // One that cannot grant leaves nobody of those whom every one must grant.
            else if (all) children.Add(new(ExpansionKind.Leaf, References.Format(graph.State, graph.Structure, subject.Object), node.TargetName, [], []));
            if (_refusal is not null) break;
        }

        if (children.Count == 0) return new(ExpansionKind.Leaf, name, of.Name, [], []);
        return new(all ? ExpansionKind.Intersection : ExpansionKind.Union, name, of.Name, children, []);
    }

    private List<SubjectReference> Subjects(ObjectKey resource, CompiledPermission relation)
    {
        List<SubjectReference> subjects = [];
        foreach (var subject in Keys(resource, relation))
        {
            if (++_subjects > MaxSubjects) break;
            subjects.Add(References.Format(graph.State, graph.Structure, subject));
        }

        if (_subjects > MaxSubjects) IsTooMuch(References.Format(graph.State, graph.Structure, resource), relation, 0);
        return subjects;
    }

    private IEnumerable<SubjectKey> Keys(ObjectKey resource, CompiledPermission relation)
    {
        if (_question.IsFile(relation) && (relation.IsStructuralParent || relation.IsStructuralOwner))
        {
            if (!_question.Structure.TryGetPlace(resource.Id, out var place)) yield break;
            if (relation.IsStructuralOwner) yield return new(place.Owner.Type, RelationId.None, place.Owner.Id);
            else if (place.HasParent) yield return new(resource.Type, RelationId.None, place.Parent);
            yield break;
        }

        if (!graph.State.TryGetGrants(resource, out var grants) || grants.Of(relation.Id) is not { } subjects) yield break;
        foreach (var (subject, terms) in subjects)
        {
            if (terms.IsLive(_question.NowTicks) && !IsGone(subject)) yield return subject;
        }
    }

    // A file that was deleted is purged later; until then what is stored of it does not exist for anyone.
    private bool IsGone(in SubjectKey subject) =>
        _question.HasFiles && !subject.IsWildcard && References.IsFile(graph.Structure, graph.State.NameOf(subject.Type)) && !graph.Structure.Exists(subject.Id);
}
