using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Hands a file or directory to another owner; the one before keeps nothing by it.</summary>
internal sealed class ChangeOwnerProposal(FileRoomContext context, Caller caller, FilePath path, SubjectReference owner)
    : FileProposal<ChangeResult>(context, caller)
{
    protected override Outcome<ChangeResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        if (gate.Tree.Resolve(path).Target is not { } inode) return gate.NotFound(path);
        if (gate.Require(FileOperation.ChangeOwner, inode, path) is { } denied) return denied;
        if (OwnerRule.Refuse(draft, owner) is { } misfit) return misfit;
        var key = Intern(draft, owner);
        if (inode.Owner == key) return new ChangeResult(false, gate.Token);
        tree.ChangeOwner(inode, key);
        return new ChangeResult(true, TokenOf(draft));
    }
}
