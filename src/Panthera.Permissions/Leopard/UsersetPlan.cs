using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Leopard;

/// <summary>Which relations of a schema make groups of groups, and what the index can say of each member. Immutable; made when the schema is compiled.</summary>
/// <remarks>
/// A userset is pure where it is a union of relations of one resource. Members of <c>file</c> are never pure: a file's existence, parent and owner come
/// from the tree, which the index does not follow.
/// </remarks>
internal sealed class UsersetPlan
{
    // Real permissions include a handful of others; past this, the graph decides.
    private const int MaxNodes = 64;

    private readonly HashSet<(TypeId Type, RelationId Relation)> _indexed = [];
    private readonly List<(CompiledPermission Userset, CompiledPermission In)> _allowed = [];

    private UsersetPlan()
    {
    }

    /// <summary>A plan in which nothing makes groups.</summary>
    internal static UsersetPlan Empty { get; } = new();

    /// <summary>The relations that usersets can stand in and that make usersets themselves, by type.</summary>
    internal (TypeId Type, RelationId Relation)[] Containers { get; private set; } = [];

    /// <summary>Every relation that makes usersets.</summary>
    internal (TypeId Type, RelationId Relation)[] Indexed { get; private set; } = [];

    /// <summary>Works out what the index can say of each member, and keeps it there.</summary>
    internal static UsersetPlan Make(CompiledSchema schema, PermissionsState names, IReadOnlyList<CompiledPermission> members, Func<TypeId, RelationId, CompiledPermission?> find)
    {
        var plan = new UsersetPlan();
        Dictionary<CompiledPermission, (List<CompiledPermission> Leaves, bool IsPure)> unions = [];
        foreach (var member in members)
        {
            if (!member.IsOnFile) unions.Add(member, Union(member));
        }

        foreach (var relation in members.Where(static member => member.AllowsUsersets))
        {
            foreach (var userset in ProgramReach.UsersetsOf(relation, schema, names, find))
            {
                if (!unions.TryGetValue(userset, out var union)) continue;
                plan._allowed.Add((userset, relation));
                plan._indexed.UnionWith(union.Leaves.Select(static leaf => (leaf.Type, leaf.Id)));
            }
        }

        var containers = plan.ContainersByLeaf(unions);
        foreach (var (member, union) in unions) member.Userset = plan.TraitsOf(member, union.Leaves, union.IsPure, containers);
        plan.Indexed = [.. plan._indexed.OrderBy(static one => one.Type.Value).ThenBy(static one => one.Relation.Value)];
        plan.Containers = [.. plan.Indexed.Where(one => find(one.Type, one.Relation) is { AllowsUsersets: true })];
        return plan;
    }

    private Dictionary<CompiledPermission, HashSet<UsersetTraits.Container>> ContainersByLeaf(Dictionary<CompiledPermission, (List<CompiledPermission> Leaves, bool IsPure)> unions)
    {
        Dictionary<CompiledPermission, HashSet<UsersetTraits.Container>> byLeaf = [];
        foreach (var (userset, relation) in _allowed)
        {
            if (!IsIndexed(relation)) continue;
            foreach (var leaf in unions[userset].Leaves)
            {
                if (!byLeaf.TryGetValue(leaf, out var containers)) byLeaf.Add(leaf, containers = []);
                containers.Add(new(userset.Id, relation.Type, relation.Id));
            }
        }

        return byLeaf;
    }

    private UsersetTraits? TraitsOf(
        CompiledPermission member, List<CompiledPermission> leaves, bool isPure, Dictionary<CompiledPermission, HashSet<UsersetTraits.Container>> containers)
    {
        // Usersets that stand in a relation which makes none itself are not in the index.
        if (leaves.Exists(leaf => leaf.AllowsUsersets && !IsIndexed(leaf)) || (leaves.Count == 0 && !isPure)) return null;
        RelationId[] ids = [.. leaves.Select(static leaf => leaf.Id).OrderBy(static id => id.Value)];
        return new(ids, isPure, member.IsRelation && IsIndexed(member), containers.TryGetValue(member, out var standing) ? [.. standing] : []);
    }

    private bool IsIndexed(CompiledPermission relation) => _indexed.Contains((relation.Type, relation.Id));

    // With a list of its own, and each member entered once: permissions may chain by the thousand, and share what they include.
    private static (List<CompiledPermission> Leaves, bool IsPure) Union(CompiledPermission root)
    {
        List<CompiledPermission> leaves = [];
        HashSet<CompiledPermission> entered = [root];
        Queue<ProgramNode> pending = new();
        var isPure = true;
        var budget = MaxNodes;
        Enter(root);
        while (pending.TryDequeue(out var node))
        {
            if (--budget < 0) return ([], false);
            switch (node.Kind)
            {
                case ProgramNodeKind.Nil:
                    break;
                case ProgramNodeKind.Union:
                    foreach (var operand in node.Operands) pending.Enqueue(operand);
                    break;
                case ProgramNodeKind.Member:
                    if (entered.Add(node.Member!)) Enter(node.Member!);
                    break;
                default:
                    isPure = false;
                    break;
            }
        }

        return (leaves, isPure);

        void Enter(CompiledPermission member)
        {
            if (member.IsRelation) leaves.Add(member);
            else if (member.Body is { } body) pending.Enqueue(body);
        }
    }
}
