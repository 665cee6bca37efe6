using Panthera.Storage.Collections;
using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>Reads a tenant's state back from the engine, checking every record.</summary>
internal static class PartitionLoader
{
    internal static (TenantState State, Revision FirstKept) Load(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms)
    {
        var state = TenantState.CreateEmpty(tenant, rooms);
        var edit = new EditToken();
        TenantHead? head = null;
        using var cursor = engine.Scan(Keyspace.State, EngineKeys.Tenant(tenant), EngineKeys.TenantEnd(tenant));
        while (cursor.MoveNext())
        {
            var payload = StoredValue.Open(cursor.Key, cursor.Value);
            var kind = new RecordKind(cursor.Key[EngineKeys.TenantLength]);
            if (kind == RecordKind.Head) head = TenantHead.Read(payload);
            else state = state.Apply(state.Decode(kind, cursor.Key[(EngineKeys.TenantLength + 1)..], payload, isRemoval: false), edit);
        }

        if (head is not { } known) return (state, Revision.Zero.Next);
        return (state.At(known.Revision, known.Epoch, known.CommittedAt), known.FirstKept);
    }
}
