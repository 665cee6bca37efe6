using Panthera.Files.Content;
using Panthera.Files.Tree.Records;
using Panthera.Storage.Log;

namespace Panthera.Files.Tree;

/// <summary>Hands out inode and content numbers of one tenant.</summary>
/// <remarks>
/// <para>Confined to the tenant's writer. Numbers are reserved in blocks, so that most creations store none; those of a refused proposal or of a
/// block cut short by a restart are skipped for ever.</para>
/// <para>INVARIANT (ids): a number is handed out only below a reserved end that the same or an earlier commit stores.</para>
/// </remarks>
internal sealed class IdAllocator
{
    // A restart skips half a block on average; a block this size makes the record's cost vanish.
    private const ulong BlockLength = 4096;

    private ulong _nextInode;
    private ulong _nextContent;

    internal InodeId NextInode(Draft draft)
    {
        var tree = draft.Of(TreeRoom.Instance);
        return new(Next(draft, IdSequence.Inode, ref _nextInode, tree.ReservedInodes));
    }

    internal ContentId NextContent(Draft draft)
    {
        var tree = draft.Of(TreeRoom.Instance);
        return new(Next(draft, IdSequence.Content, ref _nextContent, tree.ReservedContents));
    }

    private static ulong Next(Draft draft, IdSequence sequence, ref ulong next, ulong reserved)
    {
        // After a load, numbering goes on at the end of what was reserved. 0 is no id, and 1 is the root's, which the first commit takes.
        if (next == 0) next = Math.Max(reserved, 1);
        if (next >= reserved) draft.Yield(new IdBlockRecord(sequence, next + BlockLength));
        return next++;
    }
}
