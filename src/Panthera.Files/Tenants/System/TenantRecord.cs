using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>A tenant: key tenant u64; value name text, kind u8, created u64, owner of the root text (empty for a bare tenant).</summary>
internal sealed record TenantRecord(TenantInfo Info, SubjectReference? RootOwner, bool IsRemoval = false) : IRecord
{
    public RecordKind Kind => SystemRecordKinds.Tenant;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Info.Id.Value);

    public void WriteValue(RecordWriter writer)
    {
        writer.Text(Info.Name);
        writer.Byte((byte)Info.Kind);
        writer.Time(Info.CreatedAt);
        writer.Text(RootOwner?.ToString() ?? "");
    }

    internal static TenantRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var id = new TenantId(new RecordReader(key).UInt64());
        if (isRemoval) return new(new(id, "", default, default), null, true);
        var reader = new RecordReader(value);
        var info = new TenantInfo(id, reader.Text(), (TenantKind)reader.Byte(), reader.Time());
        var owner = reader.Text();
        return new(info, owner.Length == 0 ? null : SubjectReference.Parse(owner));
    }
}
