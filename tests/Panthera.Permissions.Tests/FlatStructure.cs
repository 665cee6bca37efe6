using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests;

/// <summary>A straight path 1, 2, 3, ... of files that nobody owns; asking it allocates nothing.</summary>
internal readonly struct FlatStructure(PermissionsState state) : IStructuralRelations
{
    public bool IsPresent => state is not null;

    // Said here, since what an interface says by default is asked of a boxed copy.
    public uint SlotEnd => 0;

    public bool Exists(ulong file) => file > 0;

    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        place = new(file > 1, file - 1, default);
        return true;
    }

    public IEnumerable<ulong> Children(ulong directory) => [directory + 1];

    public IEnumerable<ulong> FilesFrom(ulong lower) => [lower];

    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner) => [];
}
