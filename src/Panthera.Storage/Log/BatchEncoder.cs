using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>Turns commits into engine changes: the log entry, the state it leads to, and what was attached. Confined to the tenant's writer.</summary>
internal sealed class BatchEncoder(TenantId tenant)
{
    private readonly RecordWriter _payload = new();
    private readonly RecordWriter _scratch = new();

    internal void Write(EngineBatch batch, Commit commit, IReadOnlyList<EngineChange> attachments)
    {
        _payload.Clear();
        CommitEncoding.Write(_payload, commit, _scratch);
        Put(batch, Keyspace.Log, EngineKeys.Log(tenant, commit.Revision));

        foreach (var record in commit.Records)
        {
            _scratch.Clear();
            record.WriteKey(_scratch);
            var key = EngineKeys.State(tenant, record.Kind, _scratch.Written);
            if (record.IsRemoval)
            {
                batch.Delete(Keyspace.State, key);
                continue;
            }

            _payload.Clear();
            record.WriteValue(_payload);
            Put(batch, Keyspace.State, key);
        }

        foreach (var attachment in attachments)
        {
            if (attachment.Kind == EngineChangeKind.Put) batch.Put(attachment.Keyspace, attachment.Key, attachment.Value);
            else batch.Delete(attachment.Keyspace, attachment.Key);
        }

        _payload.Clear();
    }

    internal void WriteHead(EngineBatch batch, TenantHead head)
    {
        _payload.Clear();
        head.Write(_payload);
        Put(batch, Keyspace.State, EngineKeys.Head(tenant));
    }

    private void Put(EngineBatch batch, Keyspace keyspace, byte[] key) => batch.Put(keyspace, key, StoredValue.Seal(key, _payload.Written));
}
