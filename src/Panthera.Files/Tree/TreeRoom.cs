using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using Panthera.Files.Tree.Images;
using Panthera.Files.Tree.Records;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <summary>The room of files: owns record kinds 48-79.</summary>
internal sealed class TreeRoom : Room<TreeState>, ICheckpointedRoom, ICommitObserver
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

    /// <inheritdoc/>
    public void OnPublishing(Commit commit, TenantState before, TenantState after) =>
        PlaceChanges.Mark(commit, before.Of(this), after.Of(PermissionsRoom.Instance), after.Of(this));

    /// <inheritdoc/>
    public override IRoomState Load(IRoomState state, RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, EditToken edit) =>
        ((TreeState)state).Load(kind, key, value, edit);

    /// <inheritdoc/>
    public override IRoomState FinishLoad(IRoomState state)
    {
        ((TreeState)state).FinishLoad();
        return state;
    }

    /// <inheritdoc/>
    public long CountRecords(IRoomState state) => state is TreeState tree ? (tree.InodeCount * 2) + tree.ContentCount : 0;

    /// <inheritdoc/>
    public void WriteImage(IRoomState state, CheckpointStamp stamp, SafeFileHandle file, CancellationToken cancellationToken) =>
        ((TreeState)state).WriteImage(stamp, file, cancellationToken);

    /// <inheritdoc/>
    public bool TryOpenImage(SafeFileHandle file, string path, out CheckpointStamp stamp, [NotNullWhen(true)] out IRoomState? state)
    {
        state = null;
        stamp = default;
        if (!ImageReader.TryReadHeader(file, out var header)) return false;
        stamp = header.Stamp;
        state = TreeState.TryOpenImage(header, new(file, path, header));
        return state is not null;
    }

    /// <inheritdoc/>
    public void VerifyImage(SafeFileHandle file, string path, CancellationToken cancellationToken)
    {
        if (!ImageReader.TryReadHeader(file, out var header)) throw new StorageException(StorageErrorCode.Corrupt, $"checkpoint `{path}` is not one, or its header is damaged; remove it");
        var image = new ImageFile(file, path, header);
        var chunk = new byte[ImageFormat.ChunkBytes];
        for (var i = 0; i < image.ChunkCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (image.Has(i)) image.ReadChunk(i, chunk);
        }
    }
}
