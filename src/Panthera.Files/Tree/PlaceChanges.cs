using Panthera.Files.Tree.Records;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tree;

/// <summary>Tells the permission room what a commit changes of the tree that permissions rest on: places and owners, and which grants are on directories.</summary>
/// <remarks>What leaves parents and owners alone is not told: overwriting, appending, renaming within a directory, entries, contents.</remarks>
internal static class PlaceChanges
{
    internal static void Mark(Commit commit, TreeState before, PermissionsState permissions, TreeState after)
    {
        var indexes = permissions.Indexes;
        foreach (var record in commit.Records)
        {
            if (record is InodeRecord inode) Mark(indexes, inode, before, commit.Revision);
            else if (after.IsPresent && PermissionsRoom.TryGetGrantedFile(record, permissions, out var file) && after.IsDirectory(file)) indexes.MarkDirectoryGrants(commit.Revision);
        }
    }

    private static void Mark(PermissionIndexes indexes, InodeRecord record, TreeState before, Revision at)
    {
        var wasThere = before.TryGetPlace(record.Id.Value, out var parent, out var made);
        if (record.Inode is not { } inode)
        {
            // What is purged was detached before, and nothing that exists is below it.
            if (wasThere) indexes.MarkPlace(record.Id.Value, bearsOthers: false, at);
        }
        else if (!wasThere)
        {
            indexes.MarkPlace(record.Id.Value, bearsOthers: false, at);
        }
        else if (inode.Parent != parent || inode.Owner != made.Owner)
        {
            indexes.MarkPlace(record.Id.Value, inode.IsDirectory, at);
        }
    }
}
