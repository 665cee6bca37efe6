using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>Gives an object its number. Never removed: the number must not come to mean another object.</summary>
/// <remarks><code>key: type u64 | number u64      value: id text</code></remarks>
internal sealed record ObjectRecord(ObjectKey Key, string Id) : IRecord
{
    public RecordKind Kind => RecordKinds.Object;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer)
    {
        writer.UInt64(Key.Type.Value);
        writer.UInt64(Key.Id);
    }

    public void WriteValue(RecordWriter writer) => writer.Text(Id);

    internal static ObjectRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var keys = new RecordReader(key);
        var type = RelationshipRecord.ReadNumber(ref keys);
        var number = keys.UInt64();
        var values = new RecordReader(value);
        return new(new(new(type), number), values.Text());
    }
}
