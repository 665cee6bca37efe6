using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Deletes a file or a whole tree by cutting it off: a constant-size commit; what was below is purged afterwards.</summary>
internal sealed class DeleteProposal(FileRoomContext context, Caller caller, FilePath path, DeleteOptions options)
    : FileProposal<ChangeResult>(context, caller)
{
    protected override Outcome<ChangeResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        if (gate.Tree.Resolve(path).Target is not { } inode) return gate.NotFound(path);
        if (path.IsRoot) return gate.IsVisible(inode) ? new Refusal(RefusalCode.FailedPrecondition, "the root cannot be deleted; drop the tenant instead") : gate.NotFound(path);
        if (gate.Require(FileOperation.Delete, inode, path) is { } denied) return denied;
        if (RequireMatch(options.IfMatch, inode, path) is { } mismatch) return mismatch;
        if (inode.IsDirectory && inode.Entries.Count > 0 && !options.Recursive)
            return new Refusal(RefusalCode.FailedPrecondition, $"directory `{path}` is not empty; delete it recursively, or empty it first");
        tree.Detach(inode);
        return new ChangeResult(true, TokenOf(draft));
    }
}
