using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>Sets a relationship, or removes it.</summary>
/// <remarks>
/// <code>
/// key, 48 bytes, big-endian
///  0               8                 16         24             32               40            48
///  +---------------+-----------------+----------+--------------+----------------+-------------+
///  | resource type | resource number | relation | subject type | subject number | subject     |
///  |               |                 |          |              | all ones: any  | relation, 0 |
///  +---------------+-----------------+----------+--------------+----------------+-------------+
/// value: nothing, or the expiry in ticks u64
/// </code>
/// </remarks>
internal sealed record RelationshipRecord(ObjectKey Resource, RelationId Relation, SubjectKey Subject, long ExpiresAt, bool IsRemoval) : IRecord
{
    public RecordKind Kind => RecordKinds.Relationship;

    public void WriteKey(RecordWriter writer)
    {
        writer.UInt64(Resource.Type.Value);
        writer.UInt64(Resource.Id);
        writer.UInt64(Relation.Value);
        writer.UInt64(Subject.Type.Value);
        writer.UInt64(Subject.Id);
        writer.UInt64(Subject.Relation.Value);
    }

    public void WriteValue(RecordWriter writer)
    {
        if (ExpiresAt != Expiry.Never) writer.UInt64((ulong)ExpiresAt);
    }

    internal static RelationshipRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var keys = new RecordReader(key);
        var resource = new ObjectKey(new(ReadNumber(ref keys)), keys.UInt64());
        var relation = new RelationId(ReadNumber(ref keys));
        var subjectType = new TypeId(ReadNumber(ref keys));
        var subjectId = keys.UInt64();
        var subject = new SubjectKey(subjectType, new(ReadNumber(ref keys)), subjectId);
        var expiresAt = value.IsEmpty ? Expiry.Never : new RecordReader(value).Time().UtcTicks;
        return new(resource, relation, subject, expiresAt, isRemoval);
    }

    internal static uint ReadNumber(ref RecordReader reader)
    {
        var number = reader.UInt64();
        if (number > int.MaxValue)
            throw new StorageException(StorageErrorCode.Corrupt, $"a stored relationship names type or relation {number}; restore this tenant from a backup");
        return (uint)number;
    }
}
