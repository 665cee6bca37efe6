using Panthera.Files.Content;
using Panthera.Files.Tree.Records;
using Panthera.Storage.Log;

namespace Panthera.Files.Tree;

/// <summary>Hands out inode and content numbers of one tenant.</summary>
/// <remarks>
/// <para>Confined to the tenant's writer. The numbers of a refused proposal are skipped for ever; their slots are found again.</para>
/// <para>INVARIANT (ids): a number is handed out only under a generation below the one that the same or an earlier commit stores as the next.</para>
/// </remarks>
/// <param name="reusesSlots">False for a rehearsal, whose numbers are forgotten with it.</param>
internal sealed class IdAllocator(bool reusesSlots = true)
{
    private readonly SlotSequence _inodes = new(static (tree, slot) => tree.IsInodeSlotFree(slot), reusesSlots);
    private readonly SlotSequence _contents = new(static (tree, slot) => tree.IsContentSlotFree(slot), reusesSlots);

    internal InodeId NextInode(Draft draft)
    {
        var tree = draft.Of(TreeRoom.Instance);
        var slot = _inodes.Next(tree, tree.InodeSlotEnd, tree.InodeCount, tree.NextInodeGeneration);
        if (_inodes.Generation >= tree.NextInodeGeneration) draft.Yield(new IdBlockRecord(IdSequence.Inode, _inodes.Generation + 1));
        return new(SlotId.Of(slot, _inodes.Generation));
    }

    internal ContentId NextContent(Draft draft)
    {
        // Slot 0 is the empty content's.
        var tree = draft.Of(TreeRoom.Instance);
        var slot = _contents.Next(tree, Math.Max(tree.ContentSlotEnd, 1), tree.ContentCount + 1, tree.NextContentGeneration);
        if (_contents.Generation >= tree.NextContentGeneration) draft.Yield(new IdBlockRecord(IdSequence.Content, _contents.Generation + 1));
        return new(SlotId.Of(slot, _contents.Generation));
    }
}
