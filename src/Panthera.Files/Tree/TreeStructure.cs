using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Files.Tree;

/// <summary>The tree as the permission graph sees it: parents and owners read from the inodes, never stored a second time.</summary>
internal readonly struct TreeStructure(TreeState tree) : IStructuralRelations
{
    /// <inheritdoc/>
    public bool IsPresent => tree.IsPresent;

    /// <inheritdoc/>
    public bool Exists(ulong file) => tree.Exists(new(file));

    /// <inheritdoc/>
    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        var found = tree.TryGetPlace(file, out var parent, out var made);
        place = found ? new(parent != InodeId.None, parent.Value, made.Owner) : default;
        return found;
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> Children(ulong directory)
    {
        List<ulong> children = [];
        tree.AddChildren(directory, children);
        children.Sort();
        return children;
    }

    /// <inheritdoc/>
    public void AddChildren(ulong directory, List<ulong> children) => tree.AddChildren(directory, children);

    /// <inheritdoc/>
    public uint SlotEnd => tree.InodeSlotEnd;

    /// <inheritdoc/>
    public uint OwnerNumber(ObjectKey owner) => tree.Attributions.TryGetOwner(owner, out var number) ? number : ScannedFile.None;

    /// <inheritdoc/>
    public int Scan(ulong lower, uint owner, Span<ScannedFile> files) => tree.Scan(lower, owner, files);

    /// <inheritdoc/>
    public bool TryGetSlot(ulong file, out uint slot) => (slot = SlotId.SlotOf(file)) < tree.InodeSlotEnd;

    /// <inheritdoc/>
    public bool TryReadSlot(uint slot, uint owner, out ScannedFile file) => tree.TryScan(slot, owner, out file);

    /// <inheritdoc/>
    public IEnumerable<ulong> FilesFrom(ulong lower)
    {
        for (; tree.TryGetFrom(lower, out var file); lower = file + 1)
        {
            if (tree.Exists(new(file))) yield return file;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner)
    {
        if (!tree.Attributions.TryGetOwner(owner, out var number)) yield break;
        for (uint lower = 0; tree.TryGetOwnedFrom(number, lower, out var slot, out var file); lower = slot + 1)
        {
            if (tree.Exists(file)) yield return file.Value;
        }
    }
}
