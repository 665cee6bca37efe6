using System.Buffers;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Collections;
using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>Reads a tenant's state back from the engine, checking every record.</summary>
internal static class PartitionLoader
{
    /// <summary>Loads a tenant from an image if there is one that will do, else from its records.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="engine">Where it is stored.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="firstEpoch">The epoch of a log that has no commit yet.</param>
    /// <param name="files">Where images are.</param>
    internal static LoadedPartition Load(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms, LogEpoch firstEpoch, CheckpointFiles files) =>
        new CheckpointLoader(tenant, engine, rooms, files).TryLoad() ?? LoadRecords(tenant, engine, rooms, firstEpoch);

    /// <summary>Loads a tenant from its records alone.</summary>
    internal static LoadedPartition LoadRecords(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms, LogEpoch firstEpoch)
    {
        var edit = new EditToken { IsLoad = true };
        var state = ApplyRecords(TenantState.CreateEmpty(tenant, rooms), engine, edit, null, out var head);
        if (head is not { } known) return new(state.At(Revision.Zero, firstEpoch, DateTimeOffset.MinValue), Revision.Zero.Next, Revision.Zero, 0);
        state = state.At(known.Revision, known.Epoch, known.CommittedAt);
        return new(state, known.FirstKept, Revision.Zero, state.CountCheckpointedRecords());
    }

    /// <summary>Applies what is stored of a tenant.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="engine">Where it is stored.</param>
    /// <param name="edit">The load's token.</param>
    /// <param name="except">A room whose records are passed over; null for none.</param>
    /// <param name="head">The head that is stored among them; null if nothing is.</param>
    /// <exception cref="StorageException">A record is damaged, or there is no head.</exception>
    internal static TenantState ApplyRecords(TenantState state, IStorageEngine engine, EditToken edit, IRoom? except, out TenantHead? head)
    {
        head = null;
        var tenant = state.Tenant;
        var isEmpty = true;
        for (var kind = 0; kind <= byte.MaxValue; kind++)
        {
            if (IsPassedOver(kind, except)) continue;
            var first = kind;
            while (kind < byte.MaxValue && !IsPassedOver(kind + 1, except)) kind++;
            var end = kind == byte.MaxValue ? EngineKeys.TenantEnd(tenant) : EngineKeys.State(tenant, new((byte)(kind + 1)), []);
            using var cursor = engine.Scan(Keyspace.State, first == 0 ? EngineKeys.Tenant(tenant) : EngineKeys.State(tenant, new((byte)first), []), end);
            while (cursor.MoveNext())
            {
                isEmpty = false;
                var payload = StoredValue.Open(cursor.Key, cursor.Value);
                var found = new RecordKind(cursor.Key[EngineKeys.TenantLength]);
                if (found == RecordKind.Head) head = TenantHead.Read(payload);
                else state = state.Load(found, cursor.Key[(EngineKeys.TenantLength + 1)..], payload, edit);
            }
        }

        if (head is null && !isEmpty)
            throw new StorageException(StorageErrorCode.Corrupt, $"tenant {tenant} has records but no head, so their revision is unknown; restore it from a backup");
        return state.FinishLoad();
    }

    /// <summary>Reads what the store says of a tenant's log; null if it has none.</summary>
    internal static TenantHead? ReadHead(TenantId tenant, IStorageEngine engine)
    {
        var key = EngineKeys.Head(tenant);
        var value = new ArrayBufferWriter<byte>();
        return engine.TryGet(Keyspace.State, key, value) ? TenantHead.Read(StoredValue.Open(key, value.WrittenSpan)) : null;
    }

    private static bool IsPassedOver(int kind, IRoom? except) => except is not null && except.Owns(new((byte)kind));
}
