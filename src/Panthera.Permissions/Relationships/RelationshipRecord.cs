using Panthera.Permissions.Caveats;
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
/// value: nothing, when it holds unconditionally
///  0              8
///  +--------------+
///  | expiry ticks |   when it only expires; the first byte is below 0x80, as years end at 9999
///  +--------------+
///  0     1              9      (1 without an expiry)
///  +-----+--------------+---------------------+---------------------------+
///  | tag | expiry ticks | caveat's name, with | its context as canonical  |
///  |     | if tag 0x81  | its length before   | JSON; nothing when empty  |
///  +-----+--------------+---------------------+---------------------------+
///  tag: 0x80 caveat, 0x81 caveat and expiry; any other is refused
/// </code>
/// </remarks>
internal sealed record RelationshipRecord(ObjectKey Resource, RelationId Relation, SubjectKey Subject, RelationshipTerms Terms, bool IsRemoval) : IRecord
{
    private const byte CaveatTag = 0x80;
    private const byte CaveatAndExpiryTag = 0x81;

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
        var expires = Terms.ExpiresAt != Expiry.Never;
        if (Terms.Caveat is { } caveat) writer.Byte(expires ? CaveatAndExpiryTag : CaveatTag);
        if (expires) writer.UInt64((ulong)Terms.ExpiresAt);
        if (Terms.Caveat is null) return;
        writer.Text(Terms.Caveat.Name);
        if (!Terms.Caveat.Context.IsEmpty) writer.Raw(Terms.Caveat.Context.ToUtf8().Span);
    }

    internal static RelationshipRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var keys = new RecordReader(key);
        var resource = new ObjectKey(new(ReadNumber(ref keys)), keys.UInt64());
        var relation = new RelationId(ReadNumber(ref keys));
        var subjectType = new TypeId(ReadNumber(ref keys));
        var subjectId = keys.UInt64();
        var subject = new SubjectKey(subjectType, new(ReadNumber(ref keys)), subjectId);
        return new(resource, relation, subject, ReadTerms(value), isRemoval);
    }

    private static RelationshipTerms ReadTerms(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return RelationshipTerms.Unconditional;
        var values = new RecordReader(value);
        if (value[0] < CaveatTag) return new(values.Time().UtcTicks, null);
        var tag = values.Byte();
        if (tag is not (CaveatTag or CaveatAndExpiryTag))
            throw new StorageException(StorageErrorCode.UnknownFormat, $"a stored relationship has the tag {tag:x2}, which this build does not know; open it with a newer version");
        var expiresAt = tag == CaveatAndExpiryTag ? values.Time().UtcTicks : Expiry.Never;
        var name = values.Text();
        var json = values.Raw();
        if (json.IsEmpty) return new(expiresAt, new(name, CaveatContext.Empty));
        return CaveatContext.TryParse(json, out var context, out var error)
            ? new(expiresAt, new(name, context))
            : throw new StorageException(StorageErrorCode.Corrupt, $"the stored context of a caveat `{name}` cannot be read: {error}; restore this tenant from a backup");
    }

    internal static uint ReadNumber(ref RecordReader reader)
    {
        var number = reader.UInt64();
        if (number > int.MaxValue)
            throw new StorageException(StorageErrorCode.Corrupt, $"a stored relationship names type or relation {number}; restore this tenant from a backup");
        return (uint)number;
    }
}
