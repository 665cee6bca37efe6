using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>The room of schemas and relationships.</summary>
public sealed class PermissionsRoom : Room<PermissionsState>
{
    private PermissionsRoom()
    {
    }

    /// <summary>The only instance.</summary>
    public static PermissionsRoom Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "permissions";

    /// <inheritdoc/>
    public override bool Owns(RecordKind kind) => kind.Value is >= RecordKinds.First and <= RecordKinds.Last;

    /// <inheritdoc/>
    public override PermissionsState Empty(TenantId tenant) => PermissionsState.CreateEmpty();

    /// <inheritdoc/>
    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        if (kind == RecordKinds.Relationship) return RelationshipRecord.Read(key, value, isRemoval);
        if (kind == RecordKinds.Object) return ObjectRecord.Read(key, value);
        if (kind == RecordKinds.Name) return NameRecord.Read(key, value);
        if (kind == RecordKinds.Counter) return CounterRecord.Read(key, value, isRemoval);
        if (kind == RecordKinds.Schema) return SchemaRecord.Read(value);
        throw new StorageException(StorageErrorCode.UnknownFormat, $"a stored permission record has kind {kind.Value}, which this build does not know; open it with a newer version");
    }
}
