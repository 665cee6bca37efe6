namespace Panthera.Permissions.Graph;

/// <summary>Flattens the pure-union permissions of the structural type.</summary>
internal static class AncestorWalkCompiler
{
    // A level is a set of members, so there could be exponentially many; real schemas have one or two.
    private const int MaxLevels = 32;

    /// <summary>Works out how a member climbs.</summary>
    internal static void Compile(CompiledPermission member, int relationCount)
    {
        var asked = AskedOfAncestors(member);
        var mayBeginBelow = asked.Exists(one => !Implies(one, member));
        var maySkipLevels = asked.Count > 0 && !ComesDown(member.Body, member);
        member.SetClimb(Flatten(member, relationCount), [.. asked], InheritsDownward(member), mayBeginBelow, maySkipLevels);
    }

    private static List<CompiledPermission> AskedOfAncestors(CompiledPermission member)
    {
        List<CompiledPermission> asked = [];
        Collect(member);
        for (var i = 0; i < asked.Count; i++) Collect(asked[i]);
        return asked;

        void Collect(CompiledPermission from)
        {
            foreach (var node in Nodes(from.Body))
            {
                if (node.ClimbsParent && node.TargetOf(member.Type) is { } target && !asked.Contains(target)) asked.Add(target);
            }
        }
    }

    private static bool InheritsDownward(CompiledPermission member) =>
        UnionOperands(member.Body).Any(node => node.ClimbsParent && node.TargetOf(member.Type) == member);

    /// <summary>Whether whoever has the one on a file surely has the other on it.</summary>
    private static bool Implies(CompiledPermission one, CompiledPermission other) => one == other || Includes(other.Body, one);

    private static bool Includes(ProgramNode? union, CompiledPermission member) => union switch
    {
        { Kind: ProgramNodeKind.Union } => Array.Exists(union.Operands, operand => Includes(operand, member)),
        { Kind: ProgramNodeKind.Member } => union.Member == member || Includes(union.Member!.Body, member),
        _ => false,
    };

    /// <summary>Whether whoever has it on a directory has it below, as long as nothing that is written there takes it away.</summary>
    private static bool ComesDown(ProgramNode? node, CompiledPermission member) => node switch
    {
        { Kind: ProgramNodeKind.Union } => Array.Exists(node.Operands, operand => ComesDown(operand, member)),
        { Kind: ProgramNodeKind.Exclusion } => ComesDown(node.Operands[0], member),
        { Kind: ProgramNodeKind.Member } => ComesDown(node.Member!.Body, member),
        _ => node is { ClimbsParent: true } && node.TargetOf(member.Type) == member,
    };

    private static AncestorWalk? Flatten(CompiledPermission member, int relationCount)
    {
        List<HashSet<CompiledPermission>> sets = [[member]];
        List<AncestorWalk.Level> levels = [];
        for (var i = 0; i < sets.Count; i++)
        {
            if (sets.Count > MaxLevels || Level(sets[i], relationCount, out var asked) is not { } level) return null;
            var next = asked.Count == 0 ? -1 : sets.FindIndex(asked.SetEquals);
            if (asked.Count > 0 && next < 0)
            {
                next = sets.Count;
                sets.Add(asked);
            }

            levels.Add(level with { Next = next });
        }

        return new([.. levels]);
    }

    private static AncestorWalk.Level? Level(HashSet<CompiledPermission> members, int relationCount, out HashSet<CompiledPermission> asked)
    {
        asked = [];
        var relations = new bool[relationCount];
        var looksAtOwner = false;
        List<ProgramNode> others = [];
        foreach (var member in members)
        {
            // A relation reached by an arrow stands for itself; parent as the subject's own relation is left to the general program.
            if (member.IsStructuralParent) return null;
            if (member.IsRelation)
            {
                looksAtOwner |= member.IsStructuralOwner;
                relations[member.Id.Value] = !member.IsStructuralOwner;
                continue;
            }

            foreach (var node in UnionOperands(member.Body))
            {
                if (node.ClimbsParent)
                {
                    if (node.TargetOf(member.Type) is { } target) asked.Add(target);
                }
                else if (node.Kind == ProgramNodeKind.Member && node.Member!.IsRelation)
                {
                    if (node.Member.IsStructuralParent) return null;
                    looksAtOwner |= node.Member.IsStructuralOwner;
                    if (!node.Member.IsStructuralOwner) relations[node.Member.Id.Value] = true;
                }
                else if (Nodes(node).Any(inner => inner.ClimbsParent))
                {
                    return null;
                }
                else
                {
                    others.Add(node);
                }
            }
        }

        return new(relations, looksAtOwner, [.. others], -1);
    }

    /// <summary>The operands of a union, through the permissions it includes.</summary>
    private static IEnumerable<ProgramNode> UnionOperands(ProgramNode? node) => node switch
    {
        null or { Kind: ProgramNodeKind.Nil } => [],
        { Kind: ProgramNodeKind.Union } => node.Operands.SelectMany(UnionOperands),
        { Kind: ProgramNodeKind.Member, Member.IsRelation: false } => UnionOperands(node.Member.Body),
        _ => [node],
    };

    /// <summary>Every node of a program and of the permissions of the same resource that it includes.</summary>
    private static IEnumerable<ProgramNode> Nodes(ProgramNode? node)
    {
        if (node is null) yield break;
        yield return node;
        foreach (var operand in node.Operands)
        {
            foreach (var inner in Nodes(operand)) yield return inner;
        }

        if (node.Kind != ProgramNodeKind.Member) yield break;
        foreach (var inner in Nodes(node.Member!.Body)) yield return inner;
    }
}
