namespace Panthera.Permissions.Graph;

/// <summary>Works out how one member of the structural type climbs the tree; flattens it if it is a pure union.</summary>
/// <remarks>What it finds only speeds the evaluator up: of a member whose program is past the bound nothing is worked out, and the general
/// program decides. Made for one member.</remarks>
internal sealed class AncestorWalkCompiler
{
    // Programs have a few dozen nodes; a schema text has room for a hundred thousand, which every one of its members might include.
    private const int MaxNodes = 4096;

    // A level is a set of members, so there could be exponentially many; real schemas have one or two.
    private const int MaxLevels = 32;

    private int _budget = MaxNodes;

    private delegate ReadOnlySpan<ProgramNode> OperandSelector(ProgramNode node);

    private AncestorWalkCompiler()
    {
    }

    /// <summary>Works out how a member climbs.</summary>
    internal static void Compile(CompiledPermission member, int relationCount)
    {
        var compiler = new AncestorWalkCompiler();
        var asked = compiler.AskedOfAncestors(member);
        var walk = compiler.Flatten(member, relationCount);
        var inherits = compiler.InheritsDownward(member);
        var mayBeginBelow = compiler.MayBeginBelow(member, asked);
        var maySkipLevels = asked.Count > 0 && !compiler.ComesDown(member);
        if (compiler._budget >= 0) member.SetClimb(walk, [.. asked], inherits, mayBeginBelow, maySkipLevels);
    }

    private List<CompiledPermission> AskedOfAncestors(CompiledPermission member)
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

    private bool InheritsDownward(CompiledPermission member) =>
        UnionOperands(member.Body).Any(node => node.ClimbsParent && node.TargetOf(member.Type) == member);

    /// <summary>Whether something is asked of ancestors that they may have without having the member itself.</summary>
    private bool MayBeginBelow(CompiledPermission member, List<CompiledPermission> asked)
    {
        HashSet<CompiledPermission> implying = [member];
        foreach (var node in Included(member.Body, OperandsOfUnion))
        {
            if (node.Kind == ProgramNodeKind.Member) implying.Add(node.Member!);
        }

        return asked.Exists(one => !implying.Contains(one));
    }

    /// <summary>Whether whoever has it on a directory has it below, as long as nothing that is written there takes it away.</summary>
    private bool ComesDown(CompiledPermission member) =>
        Included(member.Body, OperandsThatGive).Exists(node => node.ClimbsParent && node.TargetOf(member.Type) == member);

    private AncestorWalk? Flatten(CompiledPermission member, int relationCount)
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

    private AncestorWalk.Level? Level(HashSet<CompiledPermission> members, int relationCount, out HashSet<CompiledPermission> asked)
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

    /// <summary>The operands of a union, through the permissions it includes, each once.</summary>
    private IEnumerable<ProgramNode> UnionOperands(ProgramNode? node) =>
        Included(node, OperandsOfUnion)
            .Where(node => node.Kind is not (ProgramNodeKind.Union or ProgramNodeKind.Nil) && node is not { Kind: ProgramNodeKind.Member, Member.IsRelation: false });

    /// <summary>Every node of a program and of the permissions of the same resource that it includes, each once.</summary>
    private List<ProgramNode> Nodes(ProgramNode? node) => Included(node, static node => node.Operands);

    private static ReadOnlySpan<ProgramNode> OperandsOfUnion(ProgramNode node) => node.Kind == ProgramNodeKind.Union ? node.Operands : [];

    private static ReadOnlySpan<ProgramNode> OperandsThatGive(ProgramNode node) =>
        node.Kind == ProgramNodeKind.Exclusion ? node.Operands.AsSpan(0, 1) : OperandsOfUnion(node);

    // With a list of its own, and each member entered once: permissions may chain by the thousand, and share what they include.
    private List<ProgramNode> Included(ProgramNode? root, OperandSelector select)
    {
        List<ProgramNode> found = root is null ? [] : [root];
        HashSet<CompiledPermission> entered = [];
        for (var i = 0; i < found.Count; i++)
        {
            if (--_budget < 0) return [];
            var node = found[i];
            found.AddRange(select(node));
            if (node is { Kind: ProgramNodeKind.Member, Member: { Body: { } body } member } && entered.Add(member)) found.Add(body);
        }

        return found;
    }
}
