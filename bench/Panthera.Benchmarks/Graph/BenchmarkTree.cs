using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Benchmarks.Graph;

/// <summary>A tree in a flat array, so that what is measured is the graph and not the tree's own layout.</summary>
internal readonly struct BenchmarkTree(StructuralPlace[] places) : IStructuralRelations
{
    public bool IsPresent => places is not null;

    public bool Exists(ulong file) => file > 0 && file < (ulong)places.Length;

    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        place = Exists(file) ? places[file] : default;
        return Exists(file);
    }

    public IEnumerable<ulong> Children(ulong directory) => [];

    public IEnumerable<ulong> FilesFrom(ulong lower) => [];

    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner) => [];
}
