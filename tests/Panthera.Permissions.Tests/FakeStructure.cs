using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests;

/// <summary>The doorway onto a <see cref="FakeTree"/>; without one, a bare tenant.</summary>
internal readonly struct FakeStructure(FakeTree? tree, PermissionsState state) : IStructuralRelations
{
    public bool IsPresent => tree is not null;

    public bool Exists(ulong file) => tree?.Exists(file) ?? false;

    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        place = default;
        if (tree is null || !tree.Owners.ContainsKey(file)) return false;
        tree.TryFindOwner(state, file, out var owner);
        var hasParent = tree.Parents.TryGetValue(file, out var parent);
        place = new(hasParent, parent, owner);
        return true;
    }

    public IEnumerable<ulong> Children(ulong directory) =>
        tree?.Parents.Where(pair => pair.Value == directory).Select(pair => pair.Key) ?? [];

    public void AddChildren(ulong directory, List<ulong> children) => children.AddRange(Children(directory));

    public uint SlotEnd => tree is null ? 0 : (uint)tree.Owners.Keys.DefaultIfEmpty().Max() + 1;

    public uint OwnerNumber(ObjectKey owner) => owner.Id == ObjectKey.Unknown ? ScannedFile.None : (uint)owner.Id;

    public int Scan(ulong lower, uint owner, Span<ScannedFile> files)
    {
        var count = 0;
        foreach (var file in tree?.Owners.Keys.Where(file => file >= lower).Order().Take(files.Length).ToArray() ?? [])
        {
            Assert.True(TryReadSlot((uint)file, owner, out files[count]));
            count++;
        }

        return count;
    }

    public bool TryGetSlot(ulong file, out uint slot) => (slot = (uint)Math.Min(file, ScannedFile.None)) < SlotEnd;

    public bool TryReadSlot(uint slot, uint owner, out ScannedFile file)
    {
        var found = TryGetPlace(slot, out var place);
        file = new(slot, slot, place.HasParent ? (uint)place.Parent : ScannedFile.None, place.Owner.Id == owner);
        return found;
    }

    public IEnumerable<ulong> FilesFrom(ulong lower) => tree?.Files.Where(file => file >= lower) ?? [];

    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner)
    {
        var held = tree;
        var pinned = state;
        return held?.Files.Where(file => held.TryFindOwner(pinned, file, out var found) && found == owner) ?? [];
    }
}
