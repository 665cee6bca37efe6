using Panthera.Permissions.Caching;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>The program of a permission (or relation) of one schema: what a check runs.</summary>
/// <remarks>Immutable but for what is worked out at first use; belongs to the schema of the states it was found in, and must not be used with another.</remarks>
public sealed class CompiledPermission
{
    // A look-up in the memo costs about as much as three or four operations.
    private const int MaxCheapNodes = 8;

    internal CompiledPermission(TypeId type, string typeName, RelationId id, string name, bool isRelation)
    {
        Type = type;
        Id = id;
        Name = name;
        TypeName = typeName;
        IsRelation = isRelation;
        IsOnFile = typeName == FileIdText.TypeName;
        IsStructuralParent = IsOnFile && isRelation && name == FileIdText.ParentRelation;
        IsStructuralOwner = IsOnFile && isRelation && name == FileIdText.OwnerRelation;
    }

    /// <summary>The type it belongs to.</summary>
    public TypeId Type { get; }

    /// <summary>The number of its name.</summary>
    public RelationId Id { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The name of the type it belongs to.</summary>
    public string TypeName { get; }

    /// <summary>Whether it is a relation, whose relationships are stored, rather than a permission, which is computed.</summary>
    public bool IsRelation { get; }

    /// <summary>Whether, in a tenant with files, whoever has it on a directory has it on everything below, whatever else is written.</summary>
    public bool InheritsDownward { get; private set; }

    /// <summary>Whether, in a tenant with files, what is written on a directory may give it below without giving it on the directory itself.</summary>
    public bool MayBeginBelow { get; private set; } = true;

    /// <summary>Whether, in a tenant with files, it may come down from a directory past files on which nothing is written and which lack it.</summary>
    public bool MaySkipLevels { get; private set; } = true;

    /// <summary>Whether this is on the structural type. Only where the tenant has files is that type different from others.</summary>
    internal bool IsOnFile { get; }

    internal bool IsStructuralParent { get; }

    internal bool IsStructuralOwner { get; }

    /// <summary>Whether it is a relation whose subjects are objects and wildcards alone: who has it stands in it.</summary>
    internal bool IsDirect { get; init; }

    /// <summary>Whether it is a relation that allows usersets.</summary>
    internal bool AllowsUsersets { get; init; }

    /// <summary>Whether it is a relation that allows wildcards.</summary>
    internal bool AllowsWildcards { get; init; }

    /// <summary>Whether it is a relation by which somebody may come to be in a userset that some relation of the schema allows: one that makes groups.</summary>
    internal bool IsMembership { get; set; }

    /// <summary>Whether some relation of the schema allows its members as subjects: one that stands for a group.</summary>
    internal bool IsUserset { get; set; }

    /// <summary>What the closure of groups can say of it; null where it can say nothing.</summary>
    internal UsersetTraits? Userset { get; set; }

    /// <summary>The expression; null for a relation.</summary>
    internal ProgramNode? Body { get; private set; }

    /// <summary>Whether deciding it again costs less than keeping what it came to, what it asks of other resources aside.</summary>
    internal bool IsCheap { get; private set; }

    /// <summary>The one walk up the tree that decides it; null when the program is not a pure union.</summary>
    internal AncestorWalk? Walk { get; private set; }

    /// <summary>What is asked of the ancestors, however far up; empty when nothing is.</summary>
    internal CompiledPermission[] AskedOfAncestors { get; private set; } = [];

    /// <summary>What answers to it are kept under, once that was asked; the same whoever asks.</summary>
    internal ProgramIdentity? Identity { get; set; }

    /// <summary>Whether it may cost more than keeping its answers does: it is neither a relation, nor one walk up the tree, nor without steps to other resources.</summary>
    internal bool MayBeKept { get; private set; }

    /// <summary>Whether, in a tenant with files, there are bitmaps of it: it rests on nothing but the subject's memberships, and the grants and places of a file and what is above it.</summary>
    internal bool HasBitmaps { get; private set; }

    /// <summary>How a look-up of resources searches; made at the first one, the same whoever makes it.</summary>
    internal ReachPlan? Reach { get; set; }

    /// <summary>Returns the type and the name as <c>type#name</c>.</summary>
    public override string ToString() => $"{TypeName}#{Name}";

    /// <summary>Works out whether there are bitmaps of it, once it is known how it climbs.</summary>
    /// <param name="filesLeadOn">Whether somewhere in the schema something may be had through a file that is no ancestor, or through a file's owner.</param>
    internal void SettleBitmaps(bool filesLeadOn) =>
        HasBitmaps = !filesLeadOn && InheritsDownward && !MayBeginBelow && Walk is { } walk && Array.TrueForAll(walk.Levels, static level => level.Others.Length == 0);

    internal void SetBody(ProgramNode body) => Body = body;

    /// <summary>Works out what depends on the bodies of other members.</summary>
    internal void Settle()
    {
        var budget = MaxCheapNodes;
        IsCheap = Body is not null && IsWithin(Body, ref budget);
        budget = MaxCheapNodes;
        MayBeKept = Body is not null && HasSteps(Body, ref budget);
    }

    // Through the permissions of the same resource, which might include each other exponentially.
    private static bool IsWithin(ProgramNode node, ref int budget)
    {
        if (--budget < 0) return false;
        if (node is { Kind: ProgramNodeKind.Member, Member.Body: { } body }) return IsWithin(body, ref budget);
        foreach (var operand in node.Operands)
        {
            if (!IsWithin(operand, ref budget)) return false;
        }

        return true;
    }

    // Whether it asks anything of another resource.
    private static bool HasSteps(ProgramNode node, ref int budget)
    {
        if (--budget < 0 || node.IsArrow || node.Member is { AllowsUsersets: true }) return true;
        if (node is { Kind: ProgramNodeKind.Member, Member.Body: { } body }) return HasSteps(body, ref budget);
        foreach (var operand in node.Operands)
        {
            if (HasSteps(operand, ref budget)) return true;
        }

        return false;
    }

    internal void SetClimb(AncestorWalk? walk, CompiledPermission[] askedOfAncestors, bool inheritsDownward, bool mayBeginBelow, bool maySkipLevels)
    {
        Walk = walk;
        MayBeKept &= walk is null;
        AskedOfAncestors = askedOfAncestors;
        InheritsDownward = inheritsDownward;
        MayBeginBelow = mayBeginBelow;
        MaySkipLevels = maySkipLevels;
    }
}
