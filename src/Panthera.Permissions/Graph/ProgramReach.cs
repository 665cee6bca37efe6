using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Graph;

/// <summary>Every program that deciding some others may run, whatever relationships are stored.</summary>
/// <remarks>INVARIANT (allowed-only): a stored relationship is one that the schema of its revision allows, so an arrow leads to types that its relation allows, and a relation to
/// usersets that it allows. The owners of files are the tree's, which no schema is compared with: an arrow over them leads to every type.</remarks>
internal sealed class ProgramReach
{
    private readonly CompiledSchema _schema;
    private readonly PermissionsState _names;
    private readonly Func<TypeId, RelationId, CompiledPermission?> _find;
    private readonly HashSet<CompiledPermission> _entered = [];

    // In the order in which they were entered, itself the queue of those still to be read.
    private readonly List<CompiledPermission> _members = [];

    private ProgramReach(CompiledSchema schema, PermissionsState names, Func<TypeId, RelationId, CompiledPermission?> find)
    {
        _schema = schema;
        _names = names;
        _find = find;
    }

    /// <summary>Finds what some programs reach, themselves included, in an order that the schema alone decides.</summary>
    /// <param name="from">The programs.</param>
    /// <param name="schema">Their schema.</param>
    /// <param name="names">The numbers of its names.</param>
    /// <param name="find">Finds a program of the schema.</param>
    internal static IReadOnlyList<CompiledPermission> Of(IEnumerable<CompiledPermission> from, CompiledSchema schema, PermissionsState names, Func<TypeId, RelationId, CompiledPermission?> find)
    {
        var reach = new ProgramReach(schema, names, find);
        foreach (var member in from) reach.Enter(member);
        for (var i = 0; i < reach._members.Count; i++)
        {
            var member = reach._members[i];
            if (member.Body is { } body) reach.Visit(body);
            else reach.EnterUsersets(member);
        }

        return reach._members;
    }

    /// <summary>The usersets that a relation's relationships may name.</summary>
    internal static IEnumerable<CompiledPermission> UsersetsOf(CompiledPermission relation, CompiledSchema schema, PermissionsState names, Func<TypeId, RelationId, CompiledPermission?> find)
    {
        if (!schema.TryGetDefinition(relation.TypeName, out var definition) || !definition.TryGetMember(relation.Name, out var member)) yield break;
        foreach (var allowed in ((Relation)member).AllowedSubjects)
        {
            if (allowed.Relation is null) continue;
            if (names.TryGetType(allowed.Type.Name, out var type) && names.TryGetRelation(allowed.Relation.Name, out var id) && find(type, id) is { } userset) yield return userset;
        }
    }

    private void Enter(CompiledPermission? member)
    {
        if (member is not null && _entered.Add(member)) _members.Add(member);
    }

    private void EnterUsersets(CompiledPermission relation)
    {
        if (!relation.AllowsUsersets) return;
        foreach (var userset in UsersetsOf(relation, _schema, _names, _find)) Enter(userset);
    }

    // Expressions are at most a hundred operators deep.
    private void Visit(ProgramNode node)
    {
        Enter(node.Member);
        foreach (var target in node.DirectTargets) Enter(target);
        foreach (var operand in node.Operands) Visit(operand);
    }
}
