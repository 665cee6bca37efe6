using System.Buffers;
using Panthera.Storage.Collections;
using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>Reads a tenant's state back from the engine, checking every record.</summary>
internal static class PartitionLoader
{
    /// <param name="tenant">The tenant.</param>
    /// <param name="engine">Where it is stored.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="firstEpoch">The epoch of a log that has no commit yet.</param>
    internal static (TenantState State, Revision FirstKept) Load(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms, LogEpoch firstEpoch)
    {
        var state = TenantState.CreateEmpty(tenant, rooms);
        var edit = new EditToken { IsLoad = true };
        TenantHead? head = null;
        var isEmpty = true;
        using var cursor = engine.Scan(Keyspace.State, EngineKeys.Tenant(tenant), EngineKeys.TenantEnd(tenant));
        while (cursor.MoveNext())
        {
            isEmpty = false;
            var payload = StoredValue.Open(cursor.Key, cursor.Value);
            var kind = new RecordKind(cursor.Key[EngineKeys.TenantLength]);
            if (kind == RecordKind.Head) head = TenantHead.Read(payload);
            else state = state.Apply(state.Decode(kind, cursor.Key[(EngineKeys.TenantLength + 1)..], payload, isRemoval: false), edit);
        }

        if (head is not { } known)
        {
            if (!isEmpty) throw new StorageException(StorageErrorCode.Corrupt, $"tenant {tenant} has records but no head, so their revision is unknown; restore it from a backup");
            return (state.At(Revision.Zero, firstEpoch, DateTimeOffset.MinValue), Revision.Zero.Next);
        }

        return (state.At(known.Revision, known.Epoch, known.CommittedAt), known.FirstKept);
    }

    /// <summary>Reads what the store says of a tenant's log; null if it has none.</summary>
    internal static TenantHead? ReadHead(TenantId tenant, IStorageEngine engine)
    {
        var key = EngineKeys.Head(tenant);
        var value = new ArrayBufferWriter<byte>();
        return engine.TryGet(Keyspace.State, key, value) ? TenantHead.Read(StoredValue.Open(key, value.WrittenSpan)) : null;
    }
}
