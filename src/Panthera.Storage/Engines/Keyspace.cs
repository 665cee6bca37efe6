namespace Panthera.Storage.Engines;

/// <summary>A separately tuned, separately ordered space of keys; one batch may write to all of them atomically.</summary>
public enum Keyspace
{
    /// <summary>The current state of every tenant, which partitions load from.</summary>
    State,

    /// <summary>The commits of every tenant in order.</summary>
    Log,

    /// <summary>The bytes of small contents.</summary>
    Contents,
}
