namespace Panthera.Storage.Records;

/// <summary>One typed change to a tenant's state: a key and its new value, or the key's removal.</summary>
/// <remarks>A room makes, encodes, decodes and applies its own records; storage moves them as bytes. Records are immutable.</remarks>
public interface IRecord
{
    /// <summary>The kind, which says whose record it is.</summary>
    RecordKind Kind { get; }

    /// <summary>Whether the key is removed; then there is no value.</summary>
    bool IsRemoval { get; }

    /// <summary>Writes the key, without tenant and kind. Keys of one kind sort as their bytes.</summary>
    void WriteKey(RecordWriter writer);

    /// <summary>Writes the value, without version and checksum; not called for a removal.</summary>
    void WriteValue(RecordWriter writer);
}
