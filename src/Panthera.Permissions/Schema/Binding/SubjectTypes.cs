using System.Runtime.InteropServices;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Infers of which types the subjects can be that a relation or permission grants.</summary>
/// <remarks>
/// The least fixpoint over everything that the asked members reach: a relation yields the types that it allows and what its usersets
/// yield, a union what any operand yields, an intersection what all of them do, an exclusion what its left side does, an arrow what the
/// member on its right yields on any type that its left allows. Confined to one compilation.
/// </remarks>
internal sealed class SubjectTypes
{
    // A second or so; a schema that people wrote takes less than a thousandth of it.
    private const long MaxSteps = 10_000_000;

    private static readonly HashSet<Definition> None = [];

    private readonly Dictionary<SchemaDependency, Node> _nodes = [];
    private readonly Queue<Node> _dirty = new();
    private long _steps;

    private SubjectTypes()
    {
    }

    /// <summary>Infers the types of some members; false when that would take too long.</summary>
    public static bool TryInfer(IEnumerable<Member> members, out SubjectTypes types)
    {
        types = new SubjectTypes();
        foreach (var member in members)
        {
            types.Enter(member);
        }

        return types.Solve();
    }

    /// <summary>The types of a member that was asked for.</summary>
    public IReadOnlyCollection<Definition> Of(Member member) => NodeOf(member).Types;

    // Everything reached is entered, by a loop: members chain as long as the text.
    private void Enter(Member start)
    {
        var entering = new Stack<SchemaDependency>();
        entering.Push(new SchemaDependency(start, null));
        while (_steps <= MaxSteps && entering.TryPop(out var place))
        {
            ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes, place, out var known);
            if (known)
            {
                continue;
            }

            node = new Node(place);
            _dirty.Enqueue(node);
            foreach (var needed in place.Needs())
            {
                _steps++;
                entering.Push(needed);
            }
        }
    }

    private bool Solve()
    {
        if (_steps > MaxSteps)
        {
            return false;
        }

        foreach (var node in _nodes.Values)
        {
            foreach (var needed in node.Place.Needs())
            {
                _nodes[needed].Dependents.Add(node);
            }
        }

        while (_steps <= MaxSteps && _dirty.TryDequeue(out var node))
        {
            node.IsDirty = false;
            var types = TypesOf(node.Place);
            if (types.Count == node.Types.Count)
            {
                continue;
            }

            // Types are only ever added, so a set that kept its size is the same.
            node.Types = types;
            foreach (var dependent in node.Dependents)
            {
                _steps++;
                if (!dependent.IsDirty)
                {
                    dependent.IsDirty = true;
                    _dirty.Enqueue(dependent);
                }
            }
        }

        return _steps <= MaxSteps;
    }

    private Node NodeOf(Member member) => _nodes[new SchemaDependency(member, null)];

    private HashSet<Definition> TypesOf(SchemaDependency place) => place switch
    {
        { Member: Relation left, Asked: { } asked } => TypesOf(left, asked),
        { Member: Relation relation } => TypesOf(relation),
        { Member: Permission permission } => TypesOf(permission.Body, permission.Definition),
        _ => None,
    };

    private HashSet<Definition> TypesOf(Relation relation)
    {
        var types = new HashSet<Definition>();
        foreach (var subject in relation.AllowedSubjects)
        {
            _steps++;
            if (subject.Relation is null)
            {
                types.Add(subject.Type);
            }
            else
            {
                Add(types, NodeOf(subject.Relation).Types);
            }
        }

        return types;
    }

    // What is returned belongs to its node and is not changed. Once the steps are used up the answer no longer matters.
    private HashSet<Definition> TypesOf(Expression expression, Definition definition)
    {
        _steps++;
        return expression switch
        {
            _ when _steps > MaxSteps => None,
            MemberExpression { Member: var member } => NodeOf(member).Types,
            SelfExpression => [definition],
            ExclusionExpression exclusion => TypesOf(exclusion.Left, definition),
            ArrowExpression { Left: var left, Right: var right } => _nodes[new SchemaDependency(left, right)].Types,
            UnionExpression union => TypesOfAny(union, definition),
            IntersectionExpression intersection => TypesOfAll(intersection, definition),
            _ => None,
        };
    }

    private HashSet<Definition> TypesOf(Relation left, string asked)
    {
        var types = new HashSet<Definition>();
        foreach (var target in SchemaDependency.Targets(left, asked))
        {
            Add(types, NodeOf(target).Types);
        }

        return types;
    }

    private HashSet<Definition> TypesOfAny(UnionExpression union, Definition definition)
    {
        var types = new HashSet<Definition>();
        foreach (var operand in union.Operands)
        {
            Add(types, TypesOf(operand, definition));
        }

        return types;
    }

    private HashSet<Definition> TypesOfAll(IntersectionExpression intersection, Definition definition)
    {
        var types = new HashSet<Definition>(TypesOf(intersection.Operands[0], definition));
        _steps += types.Count;
        foreach (var operand in intersection.Operands.AsSpan()[1..])
        {
            _steps += types.Count;
            types.IntersectWith(TypesOf(operand, definition));
        }

        return types;
    }

    private void Add(HashSet<Definition> types, HashSet<Definition> more)
    {
        _steps += more.Count + 1;
        if (_steps <= MaxSteps)
        {
            types.UnionWith(more);
        }
    }

    private sealed class Node(SchemaDependency place)
    {
        public SchemaDependency Place { get; } = place;

        public HashSet<Definition> Types { get; set; } = None;

        public List<Node> Dependents { get; } = [];

        public bool IsDirty { get; set; } = true;
    }
}
