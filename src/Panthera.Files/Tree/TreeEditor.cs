using Panthera.Files.Content;
using Panthera.Files.Tree.Records;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Files.Tree;

/// <summary>Changes the tree of a draft, keeping its invariants; the only maker of tree records.</summary>
/// <remarks>Made for one run of one proposal. It decides nothing: who may do what is asked before.</remarks>
internal readonly struct TreeEditor(Draft draft, IdAllocator ids)
{
    internal TreeState Tree => draft.Of(TreeRoom.Instance);

    internal Inode CreateRoot(ObjectKey owner, string createdBy)
    {
        var id = ids.NextInode(draft);
        if (id != InodeId.Root) throw new InvalidOperationException("the root is the first inode of a tenant");
        return Put(New(id, InodeId.None, default, EntryKind.Directory, owner, createdBy));
    }

    internal Inode CreateDirectory(Inode parent, EntryName name, ObjectKey owner, string createdBy) =>
        Link(New(ids.NextInode(draft), parent.Id, name, EntryKind.Directory, owner, createdBy));

    internal Inode CreateFile(Inode parent, EntryName name, ObjectKey owner, string createdBy, ContentId content, long sizeBytes, DateTimeOffset modifiedAt) =>
        Link(New(ids.NextInode(draft), parent.Id, name, EntryKind.File, owner, createdBy) with { Content = content, SizeBytes = sizeBytes, ModifiedAt = ToMilliseconds(modifiedAt) });

    internal Inode WriteContent(Inode file, ContentId content, long sizeBytes, DateTimeOffset modifiedAt) =>
        Put(file with { Name = NameOf(file), Tree = null, Content = content, SizeBytes = sizeBytes, ModifiedAt = ToMilliseconds(modifiedAt), Version = file.Version + 1 });

    internal Inode ChangeOwner(Inode inode, ObjectKey owner) => Put(inode with { Name = NameOf(inode), Tree = null, Owner = owner });

    /// <summary>Moves an inode with all that is below it: three records, however large it is.</summary>
    internal Inode Move(Inode inode, Inode newParent, EntryName newName)
    {
        draft.Yield(new EntryRecord(inode.Parent, NameOf(inode), default, IsRemoval: true));
        return Link(inode with { Parent = newParent.Id, Name = newName.Compact(), Tree = null });
    }

    /// <summary>Cuts an inode off with all that is below it, in constant size; from this commit on none of it exists for anyone.</summary>
    internal void Detach(Inode inode)
    {
        var name = NameOf(inode);
        draft.Yield(new EntryRecord(inode.Parent, name, default, IsRemoval: true));
        draft.Yield(new InodeRecord(inode.Id, inode with { Parent = InodeId.None, Name = name, Tree = null }));
        draft.Yield(new DetachedRecord(inode.Id));
    }

    /// <summary>Removes an inode of a deleted tree that has no entries left.</summary>
    internal void Purge(Inode inode)
    {
        if (inode.Parent == InodeId.None) draft.Yield(new DetachedRecord(inode.Id, IsRemoval: true));
        else draft.Yield(new EntryRecord(inode.Parent, NameOf(inode), default, IsRemoval: true));
        draft.Yield(new InodeRecord(inode.Id, null));
    }

    /// <summary>Finds or stores a content: what the tenant has already is not stored again.</summary>
    /// <param name="staged">The content as uploaded.</param>
    /// <param name="known">Finds what the tenant has.</param>
    /// <param name="isNew">Whether the staged bytes are now referred to; if not, the caller discards them.</param>
    internal ContentId Store(StagedContent staged, Deduplicator known, out bool isNew)
    {
        isNew = false;
        if (staged.SizeBytes == 0) return ContentId.Empty;
        if (known.TryFind(draft, staged, out var found)) return found.Id;

        isNew = true;
        var made = new ContentRecord(ids.NextContent(draft), staged.Hash, staged.SizeBytes, staged.UploadId);
        draft.Yield(made);
        ContentIndex.Add(draft, made);
        if (staged.UploadId == 0) draft.Attach(ContentKeys.Bytes(made.Id), staged.Inline.Span);
        known.Add(draft, made);
        return made.Id;
    }

    /// <summary>Removes a content that nothing refers to.</summary>
    /// <param name="content">The content as the draft has it.</param>
    /// <param name="stored">What is stored of it.</param>
    internal void RemoveContent(ContentInfo content, ContentRecord stored)
    {
        if (stored.Id != content.Id) throw new ArgumentException("that is the record of another content", nameof(stored));
        if (content.References != 0) throw new InvalidOperationException("a content that is referred to is never removed");
        draft.Yield(stored with { IsRemoval = true });
        ContentIndex.Remove(draft, stored);
        if (content.IsInline) draft.Detach(ContentKeys.Bytes(content.Id));
    }

    private Inode New(InodeId id, InodeId parent, EntryName name, EntryKind kind, ObjectKey owner, string createdBy) => new()
    {
        Id = id,
        Parent = parent,
        Name = parent == InodeId.None ? default : name.Compact(),
        Kind = kind,
        Version = 1,
        SizeBytes = 0,
        Content = ContentId.Empty,
        ModifiedAt = ToMilliseconds(draft.Now),
        Owner = owner,
        CreatedBy = createdBy,
    };

    private Inode Link(Inode inode)
    {
        var loose = inode.Loose();
        draft.Yield(new InodeRecord(inode.Id, loose));
        draft.Yield(new EntryRecord(loose.Parent, loose.Name, loose.Id));
        return Now(loose);
    }

    private Inode Put(Inode inode)
    {
        // What is recorded is kept for followers: it must not keep the state that it was read from.
        var loose = inode.Loose();
        draft.Yield(new InodeRecord(inode.Id, loose));
        return Now(loose);
    }

    /// <summary>An inode just recorded as the draft has it: a directory shows its entries; a file has nothing that the record lacks.</summary>
    private Inode Now(Inode inode) => inode.IsDirectory && Tree.TryGetInode(inode.Id, out var now) ? now.Named(inode.Name) : inode;

    /// <summary>An inode's name as the draft has it: what was read before its last change may show another.</summary>
    private EntryName NameOf(Inode inode) => inode.Tree is not null && Tree.TryGetName(inode.Id, out var name) ? name : inode.Name;

    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
