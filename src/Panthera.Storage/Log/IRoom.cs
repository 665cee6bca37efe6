using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>A room: a named owner of record kinds and of the part of a tenant's state that they make.</summary>
public interface IRoom
{
    /// <summary>Its name, for errors and statistics.</summary>
    string Name { get; }

    /// <summary>Whether records of a kind are this room's.</summary>
    bool Owns(RecordKind kind);

    /// <summary>The state of a tenant before its first commit.</summary>
    IRoomState CreateEmpty(TenantId tenant);

    /// <summary>Reads a record back.</summary>
    /// <param name="kind">A kind of this room.</param>
    /// <param name="key">The key, without tenant and kind.</param>
    /// <param name="value">The value, its checksum verified; empty for a removal.</param>
    /// <param name="isRemoval">Whether the record removes its key.</param>
    /// <exception cref="StorageException">The bytes are no record of this kind.</exception>
    IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval);
}
