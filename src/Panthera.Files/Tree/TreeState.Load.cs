using Panthera.Files.Content;
using Panthera.Files.Tree.Records;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <content>How stored records become a tree: contents, inodes and entries come in order, and are read without making an object of each.</content>
internal sealed partial class TreeState
{
    private TreeLoad? _load;

    /// <summary>Applies a stored record, as decoding and applying it would.</summary>
    internal IRoomState Load(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, EditToken edit)
    {
        var next = At(edit);
        next._load ??= new();
        if (kind == FileRecordKinds.Content) next.LoadContent(key, value);
        else if (kind == FileRecordKinds.Inode) next.LoadInode(key, value);
        else if (kind == FileRecordKinds.Entry) next.LoadEntry(key, value);
        else return next.Apply(TreeRoom.Instance.Decode(kind, key, value, isRemoval: false), edit);
        return next;
    }

    /// <summary>Adds what a load kept until its end.</summary>
    internal void FinishLoad()
    {
        if (_load is not { } load) return;
        EndDirectory(load);
        load.FinishOwners(ref _owners, _version!);
        for (uint slot = 1; load.Unreferenced > 0 && slot < ContentSlotEnd; slot++)
        {
            if (!TryReadContent(slot, out var content) || content.References > 0) continue;
            SetBySlot(ref _unreferenced, _version!, slot, (uint)_version!.Number);
            load.Unreferenced--;
        }

        _load = null;
    }

    private void LoadContent(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var id = new RecordReader(key).UInt64();
        var slot = SlotId.SlotOf(id);
        var generation = SlotId.GenerationOf(id);
        var reader = new RecordReader(value);
        reader.Skip(ContentHash.SizeBytes);
        if (slot is 0 or SlotId.None || generation == 0 || TryReadContent(slot, out _)) throw Misplaced(new ContentId(id));
        ref var content = ref _contents.Edit(_version!, slot);
        content = new() { Generation = generation };
        _load!.Unreferenced++;
        content.SetSize(checked((long)reader.VarUInt()), reader.UInt64() != 0);
        ContentCount++;
        ContentSlotEnd = Math.Max(ContentSlotEnd, slot + 1);
    }

    private void LoadInode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var id = new InodeId(new RecordReader(key).UInt64());
        var slot = SlotId.SlotOf(id.Value);
        var generation = SlotId.GenerationOf(id.Value);
        if (slot == SlotId.None || generation == 0 || TryReadSlot(slot, out _)) throw Misplaced(id);
        var reader = new RecordReader(value);
        var parent = new InodeId(reader.UInt64());
        reader.Bytes();
        var after = new InodeSlot { Generation = generation, Leaf = InodeSlot.NoLeaf, Parent = parent == InodeId.None ? SlotId.None : SlotId.SlotOf(parent.Value) };
        var kind = (EntryKind)reader.Byte();
        var stored = reader.VarUInt();
        reader.VarUInt();
        var content = new ContentId(reader.VarUInt());
        SetPlace(_version!, slot, kind, stored, reader.Time(), ref after);
        var owner = new ObjectKey(new(checked((uint)reader.VarUInt())), reader.VarUInt());
        after.Attribution = _load!.Intern(_attributions, owner, reader.Bytes());
        if (kind != EntryKind.Directory) LoadReference(id, content, ref after);
        _load.Own(ref _owners, _version!, _attributions[after.Attribution].OwnerNumber, slot);
        _inodes.Edit(_version!, slot) = after;
        InodeCount++;
        InodeSlotEnd = Math.Max(InodeSlotEnd, slot + 1);
    }

    /// <summary>Counts a reference to a content; those that have none are found at the end.</summary>
    private void LoadReference(InodeId id, ContentId referred, ref InodeSlot after)
    {
        if (referred == ContentId.Empty) return;
        after.Content = SlotId.SlotOf(referred.Value);
        if (!TryReadContent(after.Content, out var content) || content.Generation != SlotId.GenerationOf(referred.Value)) throw Unreferred(id, referred);
        if (content.References == 0) _load!.Unreferenced--;
        if (content.References + 1 < ContentSlot.ManyReferences) _contents.Edit(_version!, after.Content).References++;
        else Count(_version!, after.Content, 1);
    }

    private void LoadEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(key);
        var parent = new InodeId(reader.UInt64());
        var name = reader.Raw();
        var child = new InodeId(new RecordReader(value).UInt64());
        var directory = SlotId.SlotOf(parent.Value);
        var load = _load!;
        if (load.Directory != directory)
        {
            RequireDirectory(parent, name);
            EndDirectory(load);
            load.Directory = directory;
        }

        var slot = SlotId.SlotOf(child.Value);
        RequireChild(parent, name, child);
        if (_entries.TryAppend(_version!, load.Entries, directory, name, slot, out var leaf)) _inodes.Edit(_version!, slot).Leaf = leaf;
        else throw new StorageException(StorageErrorCode.Corrupt, $"the entries of directory {parent} are not stored in order; restore this tenant from a backup");
        load.EntryCount++;
    }

    private void EndDirectory(TreeLoad load)
    {
        if (load.EntryCount > 0) _inodes.Edit(_version!, load.Directory).Content = load.EntryCount;
        load.EntryCount = 0;
    }

    private static StorageException Misplaced(InodeId id) =>
        new(StorageErrorCode.Corrupt, $"inode {id} has the slot of another one; restore this tenant from a backup");

    private static StorageException Misplaced(ContentId id) =>
        new(StorageErrorCode.Corrupt, $"content {id.Value:x16} has the slot of another one; restore this tenant from a backup");

    private static StorageException Unreferred(InodeId id, ContentId content) =>
        new(StorageErrorCode.Corrupt, $"inode {id} refers to content {content.Value:x16}, which is missing; restore this tenant from a backup");

    private void RequireDirectory(InodeId id, ReadOnlySpan<byte> name)
    {
        if (!TryReadSlot(SlotId.SlotOf(id.Value), out var parent) || parent.Generation != SlotId.GenerationOf(id.Value) || parent.Kind != EntryKind.Directory)
            throw new StorageException(StorageErrorCode.Corrupt, $"entry `{Shown(name)}` is stored under directory {id}, which is missing; restore this tenant from a backup");
    }

    private void RequireChild(InodeId directory, ReadOnlySpan<byte> name, InodeId id)
    {
        if (!TryReadSlot(SlotId.SlotOf(id.Value), out var child) || child.Generation != SlotId.GenerationOf(id.Value))
            throw new StorageException(StorageErrorCode.Corrupt, $"directory {directory} has an entry `{Shown(name)}` whose inode {id} is missing; restore this tenant from a backup");
        if (child.Parent != SlotId.SlotOf(directory.Value))
            throw new StorageException(StorageErrorCode.Corrupt, $"directory {directory} has an entry `{Shown(name)}` whose inode {id} says that it is elsewhere; restore this tenant from a backup");
    }

    private static string Shown(ReadOnlySpan<byte> name) => System.Text.Encoding.UTF8.GetString(name);
}
