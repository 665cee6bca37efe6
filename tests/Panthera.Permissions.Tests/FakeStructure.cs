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

    public IEnumerable<ulong> FilesFrom(ulong lower) => tree?.Files.Where(file => file >= lower) ?? [];

    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner)
    {
        var held = tree;
        var pinned = state;
        return held?.Files.Where(file => held.TryFindOwner(pinned, file, out var found) && found == owner) ?? [];
    }
}
