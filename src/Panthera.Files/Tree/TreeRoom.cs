using Panthera.Files.Tree.Records;
using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <summary>The room of files: owns record kinds 48-79.</summary>
internal sealed class TreeRoom : Room<TreeState>
{
    private TreeRoom()
    {
    }

    internal static TreeRoom Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "files";

    /// <inheritdoc/>
    public override bool Owns(RecordKind kind) => kind.Value is >= 48 and <= 79;

    /// <inheritdoc/>
    public override TreeState Empty(TenantId tenant) => TreeState.Empty;

    /// <inheritdoc/>
    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval) => kind.Value switch
    {
        48 => ContentRecord.Decode(key, value, isRemoval),
        49 => InodeRecord.Decode(key, value, isRemoval),
        50 => EntryRecord.Decode(key, value, isRemoval),
        51 => DetachedRecord.Decode(key, isRemoval),
        52 => IdBlockRecord.Decode(key, value),
        _ => throw new StorageException(StorageErrorCode.UnknownFormat, $"record kind {kind.Value} of the file room is not known to this build; open the data with a newer version"),
    };
}
