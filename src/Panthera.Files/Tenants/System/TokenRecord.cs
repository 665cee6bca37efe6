using Panthera.Permissions;
using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>An access token: key id u64; value SHA-256 of the secret as hex text, scope u8, tenant varint (0 for none), subject text (empty for none),
/// created u64, expires u64 (0 for never).</summary>
internal sealed record TokenRecord(AccessToken Token, string SecretHash, bool IsRemoval = false) : IRecord
{
    public RecordKind Kind => SystemRecordKinds.Token;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Token.Id);

    public void WriteValue(RecordWriter writer)
    {
        writer.Text(SecretHash);
        writer.Byte((byte)Token.Scope);
        writer.VarUInt(Token.Tenant?.Value ?? 0);
        writer.Text(Token.Subject?.ToString() ?? "");
        writer.Time(Token.CreatedAt);
        writer.UInt64((ulong)(Token.ExpiresAt?.UtcTicks ?? 0));
    }

    internal static TokenRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var id = new RecordReader(key).UInt64();
        if (isRemoval) return new(new(id, default, null, null, default, null), "", true);
        var reader = new RecordReader(value);
        var hash = reader.Text();
        var scope = (TokenScope)reader.Byte();
        var tenant = reader.VarUInt();
        var subject = reader.Text();
        var createdAt = reader.Time();
        var expires = reader.UInt64();
        return new(
            new(
                id,
                scope,
                tenant == 0 ? null : new(tenant),
                subject.Length == 0 ? null : SubjectReference.Parse(subject),
                createdAt,
                expires == 0 ? null : new DateTimeOffset((long)expires, TimeSpan.Zero)),
            hash);
    }
}
