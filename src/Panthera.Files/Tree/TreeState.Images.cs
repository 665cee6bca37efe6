using Microsoft.Win32.SafeHandles;
using Panthera.Files.Tree.Images;
using Panthera.Files.Tree.Pages;
using Panthera.Storage;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <content>How a tree is written out and opened again; what an image's header says of it.</content>
/// <remarks>
/// <code>
/// inodes u64 | contents u64 | ends of inode and content slots u32, u32 | next inode and content generations u32, u32
/// | roots: inodes, contents (arrays); entries, files by owner, wide inodes, wide contents, deleted trees, unreferenced contents (maps)
/// | pairs of owner and creator
/// </code>
/// </remarks>
internal sealed partial class TreeState
{
    /// <summary>Writes the pages that this state sees. It is published, so that they do not change.</summary>
    internal void WriteImage(CheckpointStamp stamp, SafeFileHandle file, CancellationToken cancellationToken)
    {
        if (_version is null) throw new InvalidOperationException("an empty tree has no image");
        var writer = new ImageWriter(_version.Arena, file, cancellationToken);
        VisitPages(writer.Add);
        var state = new RecordWriter();
        WriteRoots(state);
        writer.Write(stamp, _version.Number, state.Written.ToArray());
        GC.KeepAlive(this);
    }

    /// <summary>Opens the tree of an image, which it owns from now on.</summary>
    /// <returns>Null if the header's fields are not those of a tree.</returns>
    internal static TreeState? TryOpenImage(ImageHeader header, ImageFile image)
    {
        try
        {
            var reader = new RecordReader(header.State);
            var tree = new TreeState();
            tree.ReadRoots(ref reader);
            if (!reader.AtEnd || header.ArenaVersion == 0) return null;

            // Its number is that of the version that the image shows, so that what a slot says of the version that freed it stays true.
            tree._version = new PageArena(image).Begin(null, null, isLoad: true);
            tree._asOf = tree._version.Number;
            return tree;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <summary>Reads what is not in memory yet.</summary>
    internal void ReadWhole()
    {
        _version?.Arena.ReadWhole();
        GC.KeepAlive(this);
    }

    private void WriteRoots(RecordWriter writer)
    {
        writer.UInt64((ulong)InodeCount);
        writer.UInt64((ulong)ContentCount);
        writer.UInt32(InodeSlotEnd);
        writer.UInt32(ContentSlotEnd);
        writer.UInt32(NextInodeGeneration);
        writer.UInt32(NextContentGeneration);
        _inodes.WriteRoot(writer);
        _contents.WriteRoot(writer);
        _entries.Map.WriteRoot(writer);
        _owners.Map.WriteRoot(writer);
        foreach (ref readonly var map in (ReadOnlySpan<KeyMap>)[_wide, _wideReferences, _detached, _unreferenced]) map.WriteRoot(writer);
        _attributions.Write(writer);
    }

    private void ReadRoots(ref RecordReader reader)
    {
        InodeCount = (long)reader.UInt64();
        ContentCount = (long)reader.UInt64();
        InodeSlotEnd = reader.UInt32();
        ContentSlotEnd = reader.UInt32();
        NextInodeGeneration = reader.UInt32();
        NextContentGeneration = reader.UInt32();
        _inodes = PagedArray<InodeSlot>.ReadRoot(ref reader);
        _contents = PagedArray<ContentSlot>.ReadRoot(ref reader);
        _entries = new(KeyMap.ReadRoot(ref reader));
        _owners = new(KeyMap.ReadRoot(ref reader));
        _wide = KeyMap.ReadRoot(ref reader);
        _wideReferences = KeyMap.ReadRoot(ref reader);
        _detached = KeyMap.ReadRoot(ref reader);
        _unreferenced = KeyMap.ReadRoot(ref reader);
        _attributions = Attributions.Read(ref reader);
    }

    private void VisitPages(Action<uint> visit)
    {
        var arena = _version!.Arena;
        _inodes.VisitPages(arena, visit);
        _contents.VisitPages(arena, visit);
        foreach (ref readonly var map in (ReadOnlySpan<KeyMap>)[_entries.Map, _owners.Map, _wide, _wideReferences, _detached, _unreferenced])
            map.VisitPages(arena, visit, visit);
    }
}
