using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>A dropped tenant whose storage is yet to be removed: key tenant u64; no value.</summary>
internal sealed record DroppedRecord(TenantId Tenant, bool IsRemoval = false) : IRecord
{
    public RecordKind Kind => SystemRecordKinds.Dropped;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Tenant.Value);

    public void WriteValue(RecordWriter writer)
    {
    }

    internal static DroppedRecord Decode(ReadOnlySpan<byte> key, bool isRemoval) => new(new(new RecordReader(key).UInt64()), isRemoval);
}
