using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Graph;

/// <summary>Which relationships can lead from a subject to a permission, read off the programs: the way a look-up of resources searches.</summary>
/// <remarks>
/// INVARIANT (reach-complete): whoever is not denied the permission, other than by an error of depth, is led there by relationships of the plan, by
/// the tree, or by being the resource. Of an intersection one operand is followed, of an exclusion the left: who is not denied the whole is denied neither.
/// Immutable; made once for a permission.
/// </remarks>
internal sealed class ReachPlan
{
    private readonly HashSet<(TypeId, RelationId)> _followed = [];
    private readonly HashSet<TypeId> _leadsOn = [];

    private ReachPlan()
    {
    }

    /// <summary>Whether somewhere the resource itself is meant.</summary>
    internal bool UsesSelf { get; private set; }

    /// <summary>Whether it comes down the tree.</summary>
    internal bool ClimbsParent { get; private set; }

    /// <summary>Whether the parent itself, as a subject, has it.</summary>
    internal bool LooksAtParent { get; private set; }

    /// <summary>Whether a file's owner, as a subject, has it.</summary>
    internal bool LooksAtOwner { get; private set; }

    /// <summary>Whether something is asked of a file's owner.</summary>
    internal bool AsksOwner { get; private set; }

    /// <summary>Whether files lead on by relationships, so that what is found may have come down the tree before.</summary>
    internal bool FilesLeadOn { get; private set; }

    /// <summary>Whether a relationship of this relation may lead there.</summary>
    internal bool Follows(TypeId type, RelationId relation) => _followed.Contains((type, relation));

    /// <summary>Whether resources of this type may lead on to others.</summary>
    internal bool LeadsOn(TypeId type) => _leadsOn.Contains(type);

    internal static ReachPlan Of(CompiledPermission permission, PermissionsState state)
    {
        if (permission.Reach is { } known) return known;
        var plan = new ReachPlan();
        new Builder(plan, state).Build(permission);
        return permission.Reach = plan;
    }

    // With a list of its own: permissions may chain by the thousand.
    private sealed class Builder(ReachPlan plan, PermissionsState state)
    {
        private readonly HashSet<CompiledPermission> _entered = [];
        private readonly Stack<CompiledPermission> _members = new();

        internal void Build(CompiledPermission permission)
        {
            Enter(permission);
            while (_members.TryPop(out var member))
            {
                if (member.Body is { } body) Visit(body, member);
                else Follow(member, isArrow: false);
            }
        }

        private void Enter(CompiledPermission? member)
        {
            if (member is not null && _entered.Add(member)) _members.Push(member);
        }

        // Expressions are at most a hundred operators deep.
        private void Visit(ProgramNode node, CompiledPermission of)
        {
            switch (node.Kind)
            {
                case ProgramNodeKind.Self:
                    plan.UsesSelf = true;
                    break;
                case ProgramNodeKind.Member:
                    Enter(node.Member);
                    break;
                case ProgramNodeKind.Union:
                    foreach (var operand in node.Operands) Visit(operand, of);
                    break;
                case ProgramNodeKind.Intersection:
                    Visit(Array.Find(node.Operands, operand => operand is { Kind: ProgramNodeKind.Member, Member.IsRelation: true }) ?? node.Operands[0], of);
                    break;
                case ProgramNodeKind.Exclusion:
                    Visit(node.Operands[0], of);
                    break;
                case ProgramNodeKind.ArrowAny or ProgramNodeKind.ArrowAll:
                    Follow(node.Member!, isArrow: true);
                    foreach (var target in node.Targets) Enter(target);
                    break;
            }
        }

        private void Follow(CompiledPermission relation, bool isArrow)
        {
            plan._followed.Add((relation.Type, relation.Id));
            plan.ClimbsParent |= isArrow && relation.IsStructuralParent;
            plan.LooksAtParent |= !isArrow && relation.IsStructuralParent;
            plan.AsksOwner |= isArrow && relation.IsStructuralOwner;
            plan.LooksAtOwner |= !isArrow && relation.IsStructuralOwner;
            if (!state.Schema.TryGetDefinition(relation.TypeName, out var definition) || !definition.TryGetMember(relation.Name, out var member)) return;
            foreach (var allowed in ((Relation)member).AllowedSubjects)
            {
                if (!isArrow && allowed.Relation is null) continue;
                state.TryGetType(allowed.Type.Name, out var type);
                plan._leadsOn.Add(type);
                plan.FilesLeadOn |= allowed.Type.Name == Structure.FileIdText.TypeName && !relation.IsStructuralParent;
                if (allowed.Relation is null || isArrow) continue;
                state.TryGetRelation(allowed.Relation.Name, out var id);
                Enter(state.Programs.Find(type, id));
            }
        }
    }
}
