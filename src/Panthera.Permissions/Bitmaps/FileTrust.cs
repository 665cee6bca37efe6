using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Bitmaps;

/// <summary><see cref="BitmapTrust"/> for one file.</summary>
internal readonly struct FileTrust<TStructure>(ChangeClock clock, TStructure structure, ObjectKey file) : IBitmapTrust
    where TStructure : struct, IStructuralRelations
{
    public bool Holds(Revision one, Revision other) => BitmapTrust.Holds(clock, structure, file, one, other);
}
