using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Leopard;

/// <summary>What the index can say of one relation or permission: the relations of the same resource that it is the union of. Immutable; of one schema.</summary>
/// <param name="Leaves">The relations, in order of their numbers.</param>
/// <param name="IsPure">Whether the member is nothing but their union. Otherwise who is in a leaf is in the member, and who is in none may be.</param>
/// <param name="IsIndexed">Whether this is a relation of a userset that some relation allows: one whose relationships with usersets are edges of the index.</param>
/// <param name="Containers">Where a subject of this relation may be a member by a userset: which userset of the resource, and the relation that it stands in.</param>
internal sealed record UsersetTraits(RelationId[] Leaves, bool IsPure, bool IsIndexed, UsersetTraits.Container[] Containers)
{
    /// <summary>A userset of the same resource that has a relation as a leaf, and an indexed relation that allows it.</summary>
    internal readonly record struct Container(RelationId Member, TypeId Type, RelationId Relation);
}
