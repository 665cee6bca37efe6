using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage.Collections;
using Panthera.Storage.Disk;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Storage.Checkpoints;

/// <summary>Loads a tenant from an image, the records of the rooms that have none, and the commits after it.</summary>
/// <remarks>
/// <para>INVARIANT (image-history): an image is used only if the log still has the very commit that it was made at, and every one after it through the head,
/// all of the head's epoch. Any doubt about one, and the tenant is read from its records.</para>
/// </remarks>
internal sealed class CheckpointLoader(TenantId tenant, IStorageEngine engine, IReadOnlyList<IRoom> rooms, CheckpointFiles files)
{
    /// <summary>Loads, or says that the records must be read.</summary>
    /// <exception cref="StorageException">A record of a room without an image is damaged.</exception>
    internal LoadedPartition? TryLoad()
    {
        if (!files.IsEnabled || PartitionLoader.ReadHead(tenant, engine) is not { } head) return null;
        foreach (var room in rooms)
        {
            // One room has images so far; the loader needs no more.
            if (room is ICheckpointedRoom checkpointed) return TryLoad(checkpointed, head);
        }

        return null;
    }

    private LoadedPartition? TryLoad(ICheckpointedRoom room, TenantHead head)
    {
        if (files.TryOpen(tenant, room.Name, out var path) is not { } file) return null;
        LoadedPartition? loaded = null;
        try
        {
            loaded = TryLoad(room, head, file, path);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            // Not readable: the records are.
        }
        finally
        {
            if (loaded is null) file.Dispose();
        }

        if (loaded is null) files.CountRefused();
        else files.CountOpened();
        return loaded;
    }

    private LoadedPartition? TryLoad(ICheckpointedRoom room, TenantHead head, SafeFileHandle file, string path)
    {
        if (!room.TryOpenImage(file, path, out var stamp, out var image)) return null;
        if (stamp.Tenant != tenant || stamp.Epoch != head.Epoch || stamp.Revision > head.Revision || stamp.Revision < head.FirstKept) return null;
        var edit = new EditToken { IsLoad = true };
        var state = TenantState.CreateEmpty(tenant, rooms).With(room, image);
        state = PartitionLoader.ApplyRecords(state, engine, edit, room, out _);
        if (!TryReplay(room, stamp, head, edit, ref state, out var replayed)) return null;

        // The head, the records and the log were read one after another.
        if (PartitionLoader.ReadHead(tenant, engine) != head) return null;
        return new(state.At(head.Revision, head.Epoch, head.CommittedAt), head.FirstKept, stamp.Revision, replayed);
    }

    private bool TryReplay(ICheckpointedRoom room, CheckpointStamp stamp, TenantHead head, EditToken edit, ref TenantState state, out long replayed)
    {
        replayed = 0;
        var expected = stamp.Revision;
        try
        {
            using var cursor = engine.Scan(Keyspace.Log, EngineKeys.Log(tenant, stamp.Revision), EngineKeys.Log(tenant, head.Revision.Next));
            while (cursor.MoveNext())
            {
                var revision = new Revision(new RecordReader(cursor.Key[EngineKeys.TenantLength..]).UInt64());
                if (revision != expected) return false;
                expected = revision.Next;
                if (revision == stamp.Revision)
                {
                    if (HashOf(cursor.Value) != stamp.CommitHash) return false;
                    continue;
                }

                var commit = CommitEncoding.Read(state, revision, StoredValue.Open(cursor.Key, cursor.Value));
                if (commit.Epoch != head.Epoch) return false;
                foreach (var record in commit.Records)
                {
                    if (!room.Owns(record.Kind)) continue;
                    state = state.Apply(record, edit);
                    replayed++;
                }
            }
        }
        catch (StorageException)
        {
            // The log or the image is damaged: fsck says so. The records have their own checksums.
            return false;
        }

        return expected == head.Revision.Next;
    }

    /// <summary>What tells a commit from every other of its number.</summary>
    internal static ulong HashOf(ReadOnlySpan<byte> storedCommit) => XxHash3.HashToUInt64(storedCommit);
}
