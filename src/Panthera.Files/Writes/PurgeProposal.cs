using Panthera.Files.Tree;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Removes a bounded part of a deleted tree: inodes from the leaves up, with the grants on them.</summary>
/// <remarks>Resumable: each step is a commit of its own, and finds its place again from the tree itself. It needs memory for one path, not for the tree.</remarks>
internal sealed class PurgeProposal(FileRoomContext context) : Proposal<int>
{
    /// <summary>Gives the inodes removed; 0 when no deleted tree is left.</summary>
    public override Outcome<int> Run(Draft draft)
    {
        var editor = new TreeEditor(draft, context.Ids);
        var steps = 0;
        while (steps < context.Options.PurgeStepInodes)
        {
            if (!editor.Tree.TryGetFirstDetached(out var detached)) break;
            if (!editor.Tree.TryGetInode(detached, out var root))
                throw new StorageException(StorageErrorCode.Corrupt, $"deleted tree {detached} has no inode; run fsck, and restore this tenant from a backup");
            steps += Purge(draft, editor, root, context.Options.PurgeStepInodes - steps);
        }

        return steps;
    }

    private static int Purge(Draft draft, TreeEditor editor, Inode root, int budget)
    {
        var done = 0;
        draft.Of(PermissionsRoom.Instance).TryGetType(FileIdText.TypeName, out var files);
        var path = new Stack<Inode>();
        path.Push(root);
        while (done < budget && path.TryPeek(out var inode))
        {
            var entries = inode.Entries.GetEnumerator();
            if (entries.MoveNext())
            {
                if (!editor.Tree.TryGetInode(entries.Value, out var child))
                    throw new StorageException(StorageErrorCode.Corrupt, $"directory {inode.Id} has an entry `{entries.Key}` whose inode is missing; run fsck, and restore this tenant from a backup");
                path.Push(child);
                continue;
            }

            // Grants count too: a file with a million grants must not make one endless commit.
            var room = budget - done;
            var grants = files.Value == 0 ? 0 : RelationshipWriter.Purge(draft, new(files, inode.Id.Value), room);
            done += Math.Max(1, grants);
            if (grants == room) break;
            editor.Purge(inode);
            path.Pop();
            if (path.TryPop(out var parent)) path.Push(editor.Tree.TryGetInode(parent.Id, out var now) ? now : parent);
        }

        return done;
    }
}
