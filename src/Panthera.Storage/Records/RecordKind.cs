namespace Panthera.Storage.Records;

/// <summary>The kind of a stored record: the byte that follows the tenant in its key.</summary>
/// <remarks>Kinds are never reused. 1-15 belong to the storage itself, 16-47 to permissions, 48-79 to files, 80-95 to the system tenant.</remarks>
/// <param name="Value">The byte; 0 is not a kind.</param>
public readonly record struct RecordKind(byte Value)
{
    /// <summary>The tenant's head: its newest revision, log epoch and oldest kept commit.</summary>
    internal static RecordKind Head => new(1);
}
