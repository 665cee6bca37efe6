using Panthera.Storage.Collections;
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

    /// <summary>Applies a stored record while a tenant loads, as decoding and applying it would.</summary>
    /// <remarks>Records of a load come in the order of kinds and keys. A room may keep some of the work until <see cref="FinishLoad"/>.</remarks>
    /// <param name="state">This room's state so far.</param>
    /// <param name="kind">A kind of this room.</param>
    /// <param name="key">The key, without tenant and kind.</param>
    /// <param name="value">The value, its checksum verified.</param>
    /// <param name="edit">The load's token.</param>
    /// <exception cref="StorageException">The bytes are no record of this kind, or fit nothing that was loaded before.</exception>
    IRoomState Load(IRoomState state, RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, EditToken edit);

    /// <summary>Told that no more stored records come: finishes what was kept.</summary>
    /// <param name="state">This room's state.</param>
    IRoomState FinishLoad(IRoomState state);
}
