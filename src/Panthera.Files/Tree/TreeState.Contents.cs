using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Panthera.Files.Content;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <content>The contents that inodes refer to.</content>
internal sealed partial class TreeState
{
    /// <summary>Every content, in the order of their numbers.</summary>
    internal IEnumerable<ContentInfo> Contents
    {
        get
        {
            for (uint slot = 1; slot < ContentSlotEnd; slot++)
            {
                if (TryReadContent(slot, out var found)) yield return Describe(slot, found);
            }
        }
    }

    /// <summary>The contents that nothing refers to, in the order of their numbers.</summary>
    internal IEnumerable<ContentInfo> Unreferenced
    {
        get
        {
            for (uint slot = 0; TryGetUnreferencedFrom(slot, out slot); slot++)
            {
                if (TryReadContent(slot, out var found)) yield return Describe(slot, found);
            }
        }
    }

    internal bool IsUnreferenced(ContentId id) => Contains(_unreferenced, SlotId.SlotOf(id.Value));

    internal bool TryGetContent(ContentId id, [NotNullWhen(true)] out ContentInfo? content)
    {
        var slot = SlotId.SlotOf(id.Value);
        content = TryReadContent(slot, out var found) && found.Generation == SlotId.GenerationOf(id.Value) ? Describe(slot, found) : null;
        return content is not null;
    }

    private bool TryGetUnreferencedFrom(uint lower, out uint slot)
    {
        Span<byte> key = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        BinaryPrimitives.WriteUInt32BigEndian(key, lower);
        var length = _version is null ? 0 : _unreferenced.First(_version.Arena, key[..4], key, out _);
        slot = length > 0 ? BinaryPrimitives.ReadUInt32BigEndian(key) : 0;
        GC.KeepAlive(this);
        return length > 0;
    }

    private bool TryReadContent(uint slot, out ContentSlot found)
    {
        found = _version is null || slot is 0 or SlotId.None ? default : _contents.Get(_version.Arena, slot);
        GC.KeepAlive(this);
        return !found.IsFree;
    }

    private ContentId ContentIdOf(uint slot) => TryReadContent(slot, out var found) ? new(SlotId.Of(slot, found.Generation)) : ContentId.Empty;

    private long SizeOf(in InodeSlot inode) => inode.Kind == EntryKind.File && TryReadContent(inode.Content, out var found) ? found.SizeInBytes : 0;

    private long ReferencesOf(uint slot, in ContentSlot content) =>
        content.References == ContentSlot.ManyReferences && TryGetBySlot(_wideReferences, slot, out var many) ? many : content.References;

    private ContentInfo Describe(uint slot, in ContentSlot content)
    {
        TryGetBySlot(_unreferenced, slot, out var letGoAt);
        return new(new(SlotId.Of(slot, content.Generation)), content.SizeInBytes, !content.IsBlob, ReferencesOf(slot, content), letGoAt);
    }
}
