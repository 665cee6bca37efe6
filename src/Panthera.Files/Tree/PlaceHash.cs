using System.IO.Hashing;

namespace Panthera.Files.Tree;

/// <summary>XXH3 of the name, seeded with the directory.</summary>
internal readonly struct PlaceHash : IPlaceHash
{
    /// <inheritdoc/>
    public ulong Of(InodeId parent, EntryName name) => XxHash3.HashToUInt64(name.Bytes, (long)parent.Value);
}
