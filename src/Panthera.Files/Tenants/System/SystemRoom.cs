using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>The room of the system tenant: owns record kinds 80-95.</summary>
internal sealed class SystemRoom : Room<SystemState>
{
    private SystemRoom()
    {
    }

    internal static SystemRoom Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "system";

    /// <inheritdoc/>
    public override bool Owns(RecordKind kind) => kind.Value is >= 80 and <= 95;

    /// <inheritdoc/>
    public override SystemState Empty(TenantId tenant) => SystemState.Empty;

    /// <inheritdoc/>
    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval) => kind.Value switch
    {
        80 => TenantRecord.Decode(key, value, isRemoval),
        81 => TokenRecord.Decode(key, value, isRemoval),
        82 => CounterRecord.Decode(key, value),
        83 => DroppedRecord.Decode(key, isRemoval),
        _ => throw new StorageException(StorageErrorCode.UnknownFormat, $"record kind {kind.Value} of the system room is not known to this build; open the data with a newer version"),
    };
}
