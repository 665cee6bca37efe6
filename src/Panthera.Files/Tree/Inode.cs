using Panthera.Files.Content;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Collections;

namespace Panthera.Files.Tree;

/// <summary>A file or directory in memory. Immutable: a change makes another, and snapshots keep the one they saw.</summary>
/// <remarks>A directory carries the map of its entries, so that resolving a path is one lookup in it and one by id for each name.</remarks>
internal sealed record Inode
{
    internal required InodeId Id { get; init; }

    /// <summary>The directory that holds it; none for the root, and for the root of a deleted tree.</summary>
    internal required InodeId Parent { get; init; }

    /// <summary>Its name there; not a name for the root.</summary>
    internal required EntryName Name { get; init; }

    internal required EntryKind Kind { get; init; }

    internal required ulong Version { get; init; }

    internal required long SizeBytes { get; init; }

    internal required ContentId Content { get; init; }

    internal required DateTimeOffset ModifiedAt { get; init; }

    internal required ObjectKey Owner { get; init; }

    internal required string CreatedBy { get; init; }

    internal PersistentMap<EntryName, InodeId, EntryNameComparer> Entries { get; init; }

    internal bool IsDirectory => Kind == EntryKind.Directory;

    internal string ETag => $"\"{Id}-{Version}\"";
}
