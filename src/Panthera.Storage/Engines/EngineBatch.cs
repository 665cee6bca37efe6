namespace Panthera.Storage.Engines;

/// <summary>Changes that an engine applies all or none, in the order in which they were added.</summary>
/// <remarks>Not thread-safe. The arrays handed in belong to the batch from then on.</remarks>
public sealed class EngineBatch
{
    private readonly List<EngineChange> _changes = [];

    /// <summary>The changes in order.</summary>
    public IReadOnlyList<EngineChange> Changes => _changes;

    /// <summary>The bytes of all keys and values.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Sets the value of a key.</summary>
    public void Put(Keyspace keyspace, byte[] key, byte[] value) => Add(new(EngineChangeKind.Put, keyspace, key, value));

    /// <summary>Removes a key, if it is there.</summary>
    public void Delete(Keyspace keyspace, byte[] key) => Add(new(EngineChangeKind.Delete, keyspace, key, []));

    /// <summary>Removes every key in [lower, upper).</summary>
    public void DeleteRange(Keyspace keyspace, byte[] lower, byte[] upper) => Add(new(EngineChangeKind.DeleteRange, keyspace, lower, upper));

    /// <summary>Appends the changes of another batch.</summary>
    public void Append(EngineBatch other)
    {
        _changes.AddRange(other._changes);
        SizeBytes += other.SizeBytes;
    }

    /// <summary>Takes back what was added after the first changes.</summary>
    /// <param name="count">How many stay.</param>
    internal void Truncate(int count)
    {
        for (var i = count; i < _changes.Count; i++) SizeBytes -= _changes[i].Key.Length + _changes[i].Value.Length;
        _changes.RemoveRange(count, _changes.Count - count);
    }

    private void Add(EngineChange change)
    {
        _changes.Add(change);
        SizeBytes += change.Key.Length + change.Value.Length;
    }
}
