using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Graph;

/// <summary>One operation of a permission's program, with every name resolved to its number.</summary>
internal sealed class ProgramNode(ProgramNodeKind kind)
{
    internal ProgramNodeKind Kind { get; } = kind;

    /// <summary>The operands of a union or intersection; left and right of an exclusion.</summary>
    internal ProgramNode[] Operands { get; init; } = [];

    /// <summary>The member of the same resource; for an arrow, its relation.</summary>
    internal CompiledPermission? Member { get; init; }

    /// <summary>For an arrow: what is asked of each resource, by the number of its type; null where the type lacks it.</summary>
    internal CompiledPermission?[] Targets { get; init; } = [];

    /// <summary>For an arrow: the name of what is asked.</summary>
    internal string TargetName { get; init; } = "";

    /// <summary>For an arrow: what is asked of each type that its relation allows and that has it.</summary>
    internal CompiledPermission[] DirectTargets { get; init; } = [];

    /// <summary>Whether whoever the arrow grants stands in a relation of a resource that it leads to: then they can be looked for from their side.</summary>
    internal bool LeadsToDirect { get; init; }

    internal bool IsArrow => Kind is ProgramNodeKind.ArrowAny or ProgramNodeKind.ArrowAll;

    /// <summary>Whether it is an arrow up the tree, in a tenant with files.</summary>
    internal bool ClimbsParent => IsArrow && Member!.IsStructuralParent;

    internal CompiledPermission? TargetOf(TypeId type) => type.Value < Targets.Length ? Targets[type.Value] : null;
}
