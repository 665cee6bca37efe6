using System.Buffers.Binary;
using Panthera.Permissions.Structure;

namespace Panthera.Files.Tree;

/// <content>Reading many inodes in a row, without making anything of each.</content>
internal sealed partial class TreeState
{
    /// <summary>Reads inodes in the order of their numbers, those of detached trees included.</summary>
    /// <param name="lower">The first number that is wanted.</param>
    /// <param name="owner">The number of the owner whose files are marked.</param>
    /// <param name="files">Where they are written.</param>
    /// <returns>How many were; fewer than there is room for at the end.</returns>
    internal int Scan(ulong lower, uint owner, Span<ScannedFile> files)
    {
        var count = 0;
        if (_version is null) return 0;
        for (var slot = SlotId.SlotOf(lower); slot < InodeSlotEnd && count < files.Length;)
        {
            var run = _inodes.Run(_version.Arena, slot, out var length);
            foreach (ref readonly var inode in run)
            {
                if (!inode.IsFree && SlotId.Of(slot, inode.Generation) is var number && number >= lower) files[count++] = Scanned(number, slot, inode, owner);
                slot++;
                if (count == files.Length) break;
            }

            if (run.IsEmpty) slot += length;
        }

        GC.KeepAlive(this);
        return count;
    }

    internal bool TryScan(uint slot, uint owner, out ScannedFile file)
    {
        var found = TryReadSlot(slot, out var inode);
        file = found ? Scanned(SlotId.Of(slot, inode.Generation), slot, inode, owner) : default;
        return found;
    }

    /// <summary>Adds the numbers of a directory's entries, in the order of their names.</summary>
    internal void AddChildren(ulong directory, List<ulong> children)
    {
        var slot = SlotId.SlotOf(directory);
        if (!TryReadSlot(slot, out var found) || found.Generation != SlotId.GenerationOf(directory) || found.Kind != EntryKind.Directory || found.Content == 0) return;
        var entries = EntriesFrom(slot, default);
        while (entries.MoveNext() && BinaryPrimitives.ReadUInt32BigEndian(entries.Key) == slot) children.Add(IdOf(entries.Value).Value);
        GC.KeepAlive(this);
    }

    private ScannedFile Scanned(ulong number, uint slot, in InodeSlot inode, uint owner) =>
        new(number, slot, inode.Parent, owner != ScannedFile.None && _attributions[inode.Attribution].OwnerNumber == owner);
}
