using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Moves a file or a whole tree: one constant-size commit, and every permission follows, since parents are read from the entries.</summary>
internal sealed class MoveProposal(FileRoomContext context, Caller caller, FilePath from, FilePath to, MoveOptions options)
    : FileProposal<ChangeResult>(context, caller)
{
    protected override Outcome<ChangeResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        if (gate.Tree.Resolve(from).Target is not { } source) return gate.NotFound(from);
        if (from.IsRoot) return gate.IsVisible(source) ? new Refusal(RefusalCode.FailedPrecondition, "the root cannot be moved") : gate.NotFound(from);
        if (gate.Require(FileOperation.MoveOut, source, from) is { } denied) return denied;

        var replaced = gate.Tree.Resolve(to).Target;
        var target = RequireDestination(draft, gate, tree, source, replaced);
        if (!target.IsAccepted) return target.Refusal;
        if (to.MustBeDirectory && !source.IsDirectory) return new Refusal(RefusalCode.FailedPrecondition, $"`{to}/` names a directory, and `{from}` is a file");
        if (RequireMatch(options.IfMatch, source, from) is { } mismatch) return mismatch;
        if (replaced?.Id == source.Id) return new ChangeResult(false, gate.Token);
        if (replaced is not null) tree.Detach(replaced);
        tree.Move(source, target.Value, to.Name);
        return new ChangeResult(true, TokenOf(draft));
    }

    /// <summary>Gives the directory that the source goes to.</summary>
    private Outcome<Inode> RequireDestination(Draft draft, Gate gate, TreeEditor tree, Inode source, Inode? replaced)
    {
        if (replaced is null)
        {
            var directory = RequireDirectory(draft, gate, tree, to, createParents: false);
            if (!directory.IsAccepted) return directory;
            return IsWithin(gate.Tree, directory.Value, source)
                ? new Refusal(RefusalCode.FailedPrecondition, $"`{from}` cannot be moved into itself, to `{to}`")
                : directory;
        }

        if (to.IsRoot) return gate.IsVisible(replaced) ? new Refusal(RefusalCode.AlreadyExists, "the root cannot be replaced; name the entry to move to") : gate.NotFound(to);
        gate.Tree.TryGetInode(replaced.Parent, out var parent);
        if (!gate.May(FileOperation.MoveIn, parent!)) return gate.RefuseCreate(gate.Tree.Resolve(to), to, createParents: false);
        if (replaced.Id == source.Id) return parent!;
        if (!gate.May(FileOperation.Replace, replaced)) return gate.Denied(FileOperation.Replace, to);
        if (IsWithin(gate.Tree, parent!, source)) return new Refusal(RefusalCode.FailedPrecondition, $"`{from}` cannot be moved into itself, to `{to}`");
        if (!options.Replace) return new Refusal(RefusalCode.AlreadyExists, $"`{to}` exists already; ask to replace it, or move to another name");
        return RefuseReplacing(source, replaced) is { } misfit ? misfit : parent!;
    }

    private Refusal? RefuseReplacing(Inode source, Inode replaced)
    {
        if (source.IsDirectory != replaced.IsDirectory)
            return new(RefusalCode.FailedPrecondition, source.IsDirectory ? $"`{to}` is a file, and `{from}` a directory" : $"`{to}` is a directory, and `{from}` a file");
        return replaced.Entries.Count > 0 ? new(RefusalCode.FailedPrecondition, $"directory `{to}` is not empty, so it is not replaced") : null;
    }

    private static bool IsWithin(TreeState tree, Inode inode, Inode ancestor)
    {
        while (inode.Id != ancestor.Id)
        {
            if (!tree.TryGetInode(inode.Parent, out var parent)) return false;
            inode = parent;
        }

        return true;
    }
}
