using System.Buffers.Binary;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>The keys of engine records: every one begins with its tenant, so that a tenant is a contiguous range.</summary>
/// <remarks>
/// <code>
/// State     | tenant u64 BE | kind u8 | the record's own key |
/// Log       | tenant u64 BE | revision u64 BE |
/// Contents  | tenant u64 BE | the attachment's own key |
/// </code>
/// </remarks>
internal static class EngineKeys
{
    internal const int TenantLength = 8;

    internal static byte[] Tenant(TenantId tenant)
    {
        var key = new byte[TenantLength];
        BinaryPrimitives.WriteUInt64BigEndian(key, tenant.Value);
        return key;
    }

    internal static byte[] TenantEnd(TenantId tenant) => Tenant(new(checked(tenant.Value + 1)));

    internal static byte[] State(TenantId tenant, RecordKind kind, ReadOnlySpan<byte> recordKey)
    {
        var key = new byte[TenantLength + 1 + recordKey.Length];
        BinaryPrimitives.WriteUInt64BigEndian(key, tenant.Value);
        key[TenantLength] = kind.Value;
        recordKey.CopyTo(key.AsSpan(TenantLength + 1));
        return key;
    }

    internal static byte[] Head(TenantId tenant) => State(tenant, RecordKind.Head, []);

    internal static byte[] Log(TenantId tenant, Revision revision)
    {
        var key = new byte[TenantLength + 8];
        BinaryPrimitives.WriteUInt64BigEndian(key, tenant.Value);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(TenantLength), revision.Value);
        return key;
    }

    internal static byte[] Content(TenantId tenant, ReadOnlySpan<byte> contentKey)
    {
        var key = new byte[TenantLength + contentKey.Length];
        BinaryPrimitives.WriteUInt64BigEndian(key, tenant.Value);
        contentKey.CopyTo(key.AsSpan(TenantLength));
        return key;
    }
}
