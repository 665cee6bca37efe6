using Panthera.Files.Content;
using Panthera.Permissions.Relationships;

namespace Panthera.Files.Tree;

/// <summary>A file or directory as it was read from one state of the tree, or as it is to be stored. Immutable.</summary>
/// <remarks>The tree itself holds no such objects: one is made for whoever asks. Confined to one thread.</remarks>
internal sealed record Inode
{
    private EntryName _name;
    private bool _hasName;

    internal required InodeId Id { get; init; }

    /// <summary>The directory that holds it; none for the root, and for the root of a deleted tree.</summary>
    internal required InodeId Parent { get; init; }

    /// <summary>Its name there; not a name for the root.</summary>
    internal EntryName Name
    {
        get
        {
            if (!_hasName && Tree is not null) (_name, _hasName) = (Tree.NameOf(this), true);
            return _name;
        }

        init => (_name, _hasName) = (value, true);
    }

    internal required EntryKind Kind { get; init; }

    internal required ulong Version { get; init; }

    internal required long SizeBytes { get; init; }

    internal required ContentId Content { get; init; }

    /// <summary>To the millisecond.</summary>
    internal required DateTimeOffset ModifiedAt { get; init; }

    internal required ObjectKey Owner { get; init; }

    internal required string CreatedBy { get; init; }

    internal DirectoryEntries Entries => new(Tree, SlotId.SlotOf(Id.Value), EntryCount);

    internal bool IsDirectory => Kind == EntryKind.Directory;

    internal string ETag => $"\"{Id}-{Version}\"";

    /// <summary>The state that it was read from, which is held as long as this is; none for one that is to be stored.</summary>
    internal TreeState? Tree { get; init; }

    /// <summary>The entries of a directory.</summary>
    internal long EntryCount { get; init; }

    /// <summary>Gives it the name that it was found by, before anybody else has it.</summary>
    internal Inode Named(EntryName name)
    {
        (_name, _hasName) = (name, true);
        return this;
    }

    /// <summary>This inode, holding no state.</summary>
    internal Inode Loose() => Tree is null ? this : this with { Name = Name, Tree = null };
}
