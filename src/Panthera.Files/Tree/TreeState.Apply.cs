using System.Buffers.Binary;
using Panthera.Files.Content;
using Panthera.Files.Tree.Pages;
using Panthera.Files.Tree.Records;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <content>How records change the tree.</content>
internal sealed partial class TreeState
{
    // Slot, version, time.
    private const int WideKeyBytes = 4 + 8 + 8;

    /// <inheritdoc/>
    public IRoomState Apply(IRecord record, EditToken edit)
    {
        var next = At(edit);
        var version = next._version!;
        switch (record)
        {
            case InodeRecord inode: next.ApplyInode(inode, version); break;
            case EntryRecord entry: next.ApplyEntry(entry, version); break;
            case ContentRecord content: next.ApplyContent(content, version); break;
            case DetachedRecord { IsRemoval: false } detached: SetBySlot(ref next._detached, version, SlotId.SlotOf(detached.Id.Value), 0); break;
            case DetachedRecord purged: RemoveBySlot(ref next._detached, version, SlotId.SlotOf(purged.Id.Value)); break;
            case IdBlockRecord { Sequence: IdSequence.Inode } block: next.NextInodeGeneration = checked((uint)block.End); break;
            case IdBlockRecord block: next.NextContentGeneration = checked((uint)block.End); break;
            default: throw new ArgumentException($"record kind {record.Kind.Value} is not of the file room", nameof(record));
        }

        return next;
    }

    /// <inheritdoc/>
    public void OnPublished()
    {
        if (_version is null) return;
        _version.Arena.Publish(_version);
        _asOf = _version.Number;
    }

    /// <inheritdoc/>
    public long ReplacedBytes => _version is { } version ? version.ReplacedPages * PageArena.PageBytes : 0;

    /// <summary>The state that an edit goes on in: this one, if the edit made it; else another object with this one's pages.</summary>
    private TreeState At(EditToken edit)
    {
        if (ReferenceEquals(_version?.Token, edit)) return this;
        var next = (TreeState)MemberwiseClone();
        if (_version is null) (next._attributions, next._directories) = (new(), new());
        next._version = (_version?.Arena ?? new PageArena()).Begin(edit, _version, edit.IsLoad);

        // What a load makes is seen by nobody before its end, and is published then.
        if (edit.IsLoad) next._asOf = next._version.Number;
        return next;
    }

    private void ApplyInode(InodeRecord record, PageVersion version)
    {
        var slot = SlotId.SlotOf(record.Id.Value);
        var generation = SlotId.GenerationOf(record.Id.Value);
        var exists = TryReadSlot(slot, out var before);
        if (slot == SlotId.None || generation == 0 || (exists && before.Generation != generation))
            throw Misplaced(record.Id);
        if (exists && before.IsWide) RemoveWide(version, slot);
        if (exists && before.Kind == EntryKind.Directory) ChangeDirectory(version, slot);
        if (record.Inode is not { } inode)
        {
            if (exists) RemoveInode(version, slot, before);
            return;
        }

        var after = exists ? before : new InodeSlot { Generation = generation, Leaf = InodeSlot.NoLeaf };
        after.Parent = inode.Parent == InodeId.None ? SlotId.None : SlotId.SlotOf(inode.Parent.Value);
        if (!exists || !_attributions.Is(before.Attribution, inode.Owner, inode.CreatedBy)) after.Attribution = _attributions.Intern(inode.Owner, inode.CreatedBy);
        if (inode.Parent == InodeId.None) after.Leaf = InodeSlot.NoLeaf;
        SetPlace(version, slot, inode.Kind, inode.Version, inode.ModifiedAt, ref after);
        if (!inode.IsDirectory) SetContent(version, exists ? before.Content : 0, inode, ref after);
        SetOwner(version, slot, exists ? before.Attribution : null, after.Attribution);
        _inodes.Edit(version, slot) = after;
        if (exists) return;
        InodeCount++;
        InodeSlotEnd = Math.Max(InodeSlotEnd, slot + 1);
    }

    private void RemoveInode(PageVersion version, uint slot, in InodeSlot inode)
    {
        if (inode.Kind == EntryKind.File) Release(version, inode.Content);
        _owners.Remove(version, _attributions[inode.Attribution].OwnerNumber, slot);
        _inodes.Edit(version, slot) = InodeSlot.Free(version.Number);
        InodeCount--;
    }

    private void SetPlace(PageVersion version, uint slot, EntryKind kind, ulong number, DateTimeOffset modifiedAt, ref InodeSlot after)
    {
        var isWide = !InodeSlot.Fits(modifiedAt, number);
        after.SetPlace(kind, modifiedAt, isWide);
        after.Version = isWide ? (byte)0 : (byte)number;
        if (!isWide) return;
        Span<byte> key = stackalloc byte[WideKeyBytes];
        BinaryPrimitives.WriteUInt32BigEndian(key, slot);
        BinaryPrimitives.WriteUInt64BigEndian(key[4..], number);
        BinaryPrimitives.WriteUInt64BigEndian(key[12..], (ulong)modifiedAt.UtcTicks);
        _wide.Set(version, key, 0, out _);
    }

    private void RemoveWide(PageVersion version, uint slot)
    {
        Span<byte> key = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        var length = FirstOf(_wide, slot, key);
        if (length > 0) _wide.Remove(version, key[..length], out _);
    }

    private void SetOwner(PageVersion version, uint slot, uint? before, uint after)
    {
        var owner = _attributions[after].OwnerNumber;
        if (before is { } known)
        {
            var ownerBefore = _attributions[known].OwnerNumber;
            if (ownerBefore == owner) return;
            _owners.Remove(version, ownerBefore, slot);
        }

        _owners.Add(version, owner, slot);
    }

    private void ApplyEntry(EntryRecord record, PageVersion version)
    {
        var directory = SlotId.SlotOf(record.Parent.Value);
        RequireDirectory(record.Parent, record.Name.Bytes);
        if (record.IsRemoval)
        {
            if (_entries.Remove(version, directory, record.Name.Bytes, ref _inodes)) _inodes.Edit(version, directory).Content--;
            return;
        }

        var slot = SlotId.SlotOf(record.Child.Value);
        RequireChild(record.Parent, record.Name.Bytes, record.Child);
        if (_entries.Set(version, directory, record.Name.Bytes, slot, ref _inodes)) _inodes.Edit(version, directory).Content++;
    }

    private void ApplyContent(ContentRecord record, PageVersion version)
    {
        var slot = SlotId.SlotOf(record.Id.Value);
        var generation = SlotId.GenerationOf(record.Id.Value);
        var exists = TryReadContent(slot, out var before);
        if (slot is 0 or SlotId.None || generation == 0 || (exists && before.Generation != generation))
            throw Misplaced(record.Id);
        if (record.IsRemoval)
        {
            if (exists) RemoveContent(version, slot);
            return;
        }

        if (exists) return;
        ref var content = ref _contents.Edit(version, slot);
        content = new() { Generation = generation };
        content.SetSize(record.SizeBytes, record.UploadId != 0);
        SetBySlot(ref _unreferenced, version, slot, (uint)version.Number);
        ContentCount++;
        ContentSlotEnd = Math.Max(ContentSlotEnd, slot + 1);
    }

    private void RemoveContent(PageVersion version, uint slot)
    {
        RemoveBySlot(ref _unreferenced, version, slot);
        RemoveBySlot(ref _wideReferences, version, slot);
        _contents.Edit(version, slot) = ContentSlot.Free(version.Number);
        ContentCount--;
    }

    private void SetContent(PageVersion version, uint before, Inode inode, ref InodeSlot after)
    {
        var slot = inode.Content == ContentId.Empty ? 0 : SlotId.SlotOf(inode.Content.Value);
        if (slot != 0 && (!TryReadContent(slot, out var content) || content.Generation != SlotId.GenerationOf(inode.Content.Value)))
            throw Unreferred(inode.Id, inode.Content);
        after.Content = slot;
        if (slot == before) return;
        if (slot != 0) Count(version, slot, 1);
        Release(version, before);
    }

    private void Release(PageVersion version, uint slot)
    {
        if (slot != 0) Count(version, slot, -1);
    }

    private void Count(PageVersion version, uint slot, int step)
    {
        ref var content = ref _contents.Edit(version, slot);
        var before = ReferencesOf(slot, content);
        var after = before + step;
        if (before >= ContentSlot.ManyReferences) RemoveBySlot(ref _wideReferences, version, slot);
        if (after >= ContentSlot.ManyReferences) SetBySlot(ref _wideReferences, version, slot, checked((uint)after));
        content.References = (ushort)Math.Min(after, ContentSlot.ManyReferences);
        if (before == 0) RemoveBySlot(ref _unreferenced, version, slot);
        if (after == 0) SetBySlot(ref _unreferenced, version, slot, (uint)version.Number);
    }

    private static void SetBySlot(ref KeyMap map, PageVersion version, uint slot, uint value)
    {
        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, slot);
        map.Set(version, key, value, out _);
    }

    private static void RemoveBySlot(ref KeyMap map, PageVersion version, uint slot)
    {
        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, slot);
        map.Remove(version, key, out _);
    }
}
