namespace Panthera.Permissions.Structure;

/// <summary>An inode as a walk over all of them sees it.</summary>
/// <param name="File">Its number.</param>
/// <param name="Slot">Its place in a dense numbering, in which no two inodes of one revision share a place, and whose order is that of the numbers.</param>
/// <param name="ParentSlot">The place of its parent; <see cref="None"/> for the root, and for the root of a detached tree.</param>
/// <param name="IsOwned">Whether it belongs to the owner that was asked for.</param>
public readonly record struct ScannedFile(ulong File, uint Slot, uint ParentSlot, bool IsOwned)
{
    /// <summary>No place; the number of an owner who owns nothing.</summary>
    public const uint None = uint.MaxValue;
}
