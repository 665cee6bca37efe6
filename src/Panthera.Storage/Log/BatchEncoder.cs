using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>Turns commits into engine changes: the log entry, the state it leads to, and what was attached. Confined to the tenant's writer.</summary>
internal sealed class BatchEncoder(TenantId tenant)
{
    private readonly RecordWriter _log = new();
    private readonly RecordWriter _key = new();
    private readonly RecordWriter _payload = new();

    internal void Write(EngineBatch batch, Commit commit, IReadOnlyList<EngineChange> attachments)
    {
        _log.Clear();
        CommitEncoding.WriteHeader(_log, commit);
        foreach (var record in commit.Records) Write(batch, record);
        Put(batch, Keyspace.Log, EngineKeys.Log(tenant, commit.Revision), _log);

        foreach (var attachment in attachments)
        {
            if (attachment.Kind == EngineChangeKind.Put) batch.Put(attachment.Keyspace, attachment.Key, attachment.Value);
            else batch.Delete(attachment.Keyspace, attachment.Key);
        }

        _payload.Clear();
        _log.Clear();
    }

    internal void WriteHead(EngineBatch batch, TenantHead head)
    {
        _payload.Clear();
        head.Write(_payload);
        Put(batch, Keyspace.State, EngineKeys.Head(tenant), _payload);
    }

    /// <summary>Encodes a record once, for the log and for the state that it leads to.</summary>
    private void Write(EngineBatch batch, IRecord record)
    {
        _key.Clear();
        _payload.Clear();
        record.WriteKey(_key);
        if (!record.IsRemoval) record.WriteValue(_payload);
        CommitEncoding.WriteRecord(_log, record, _key.Written, _payload.Written);
        var key = EngineKeys.State(tenant, record.Kind, _key.Written);
        if (record.IsRemoval) batch.Delete(Keyspace.State, key);
        else Put(batch, Keyspace.State, key, _payload);
    }

    private static void Put(EngineBatch batch, Keyspace keyspace, byte[] key, RecordWriter payload) => batch.Put(keyspace, key, StoredValue.Seal(key, payload.Written));
}
