namespace Panthera.Storage.Engines;

/// <summary>One change of an <see cref="EngineBatch"/>.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Keyspace">Where.</param>
/// <param name="Key">The key; the inclusive lower bound of a range.</param>
/// <param name="Value">The new value; the exclusive upper bound of a range; empty for a delete.</param>
public readonly record struct EngineChange(EngineChangeKind Kind, Keyspace Keyspace, byte[] Key, byte[] Value);
