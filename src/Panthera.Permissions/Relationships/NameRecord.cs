using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>Gives the name of a type or of a relation its number. Never removed.</summary>
/// <remarks><code>key: space u8 (1 type, 2 relation) | number u64      value: name text</code></remarks>
internal sealed record NameRecord(bool IsType, uint Number, string Name) : IRecord
{
    private const byte TypeSpace = 1;
    private const byte RelationSpace = 2;

    public RecordKind Kind => RecordKinds.Name;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer)
    {
        writer.Byte(IsType ? TypeSpace : RelationSpace);
        writer.UInt64(Number);
    }

    public void WriteValue(RecordWriter writer) => writer.Text(Name);

    internal static NameRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var keys = new RecordReader(key);
        var space = keys.Byte();
        var number = keys.UInt64();
        if (space is not (TypeSpace or RelationSpace) || number is 0 or > int.MaxValue)
            throw new StorageException(StorageErrorCode.Corrupt, $"a stored name has space {space} and number {number}; restore this tenant from a backup");
        var values = new RecordReader(value);
        return new(space == TypeSpace, (uint)number, values.Text());
    }
}
