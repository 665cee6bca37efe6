using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>Registers a relationship counter, or removes it.</summary>
/// <remarks>
/// <code>
/// key: name text, to the end      value: parts given u8 | their texts, in the order of the bits
///
/// bit 0 resource type, 1 resource id, 2 resource id prefix, 3 relation, 4 subject type, 5 subject id, 6 subject relation
/// </code>
/// </remarks>
internal sealed record CounterRecord(string Name, RelationshipFilter? Filter) : IRecord
{
    private const int Parts = 7;

    public RecordKind Kind => RecordKinds.Counter;

    public bool IsRemoval => Filter is null;

    public void WriteKey(RecordWriter writer) => writer.Raw(System.Text.Encoding.UTF8.GetBytes(Name));

    public void WriteValue(RecordWriter writer)
    {
        var parts = PartsOf(Filter!);
        var given = 0;
        for (var i = 0; i < Parts; i++) given |= parts[i] is null ? 0 : 1 << i;
        writer.Byte((byte)given);
        foreach (var part in parts)
        {
            if (part is not null) writer.Text(part);
        }
    }

    internal static CounterRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var name = System.Text.Encoding.UTF8.GetString(key);
        if (isRemoval) return new(name, null);
        var reader = new RecordReader(value);
        var given = reader.Byte();
        var parts = new string?[Parts];
        for (var i = 0; i < Parts; i++) parts[i] = (given & (1 << i)) == 0 ? null : reader.Text();
        if (given >= 1 << Parts || !reader.AtEnd)
            throw new StorageException(StorageErrorCode.Corrupt, $"the stored counter `{name}` does not hold the fields it should; restore this tenant from a backup");
        return new(name, new()
        {
            ResourceType = parts[0],
            ResourceId = parts[1],
            ResourceIdPrefix = parts[2],
            Relation = parts[3],
            SubjectType = parts[4],
            SubjectId = parts[5],
            SubjectRelation = parts[6],
        });
    }

    private static string?[] PartsOf(RelationshipFilter filter) =>
        [filter.ResourceType, filter.ResourceId, filter.ResourceIdPrefix, filter.Relation, filter.SubjectType, filter.SubjectId, filter.SubjectRelation];
}
