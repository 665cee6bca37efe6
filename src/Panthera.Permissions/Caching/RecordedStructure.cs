using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Caching;

/// <summary>A tree that notes what is read of it. An evaluator over one records all its reads; over any other it has no trace of recording.</summary>
internal readonly struct RecordedStructure<TStructure>(TStructure structure, ReadLog log) : IStructuralRelations
    where TStructure : struct, IStructuralRelations
{
    public static bool NotesReads => true;

    public bool IsPresent => structure.IsPresent;

    public bool Exists(ulong file)
    {
        // Whether the chain reaches the root rests on every place of it.
        for (var current = file; ;)
        {
            log.Place(current);
            if (!structure.TryGetPlace(current, out var place) || !place.HasParent) break;
            current = place.Parent;
        }

        return structure.Exists(file);
    }

    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        log.Place(file);
        return structure.TryGetPlace(file, out place);
    }

    public IEnumerable<ulong> Children(ulong directory) => throw Unrecorded();

    public IEnumerable<ulong> FilesFrom(ulong lower) => throw Unrecorded();

    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner) => throw Unrecorded();

    private static InvalidOperationException Unrecorded() => new("a check does not enumerate");
}
