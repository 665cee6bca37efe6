using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Copies a file or a tree as far as the caller can read it, in one commit. Contents are shared, not copied; grants stay behind.</summary>
internal sealed class CopyProposal(FileRoomContext context, Caller caller, FilePath from, FilePath to)
    : FileProposal<CopyResult>(context, caller)
{
    private const int MaxLeftOut = 1000;

    protected override Outcome<CopyResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        if (gate.Tree.Resolve(from).Target is not { } source) return gate.NotFound(from);
        var isPassage = !gate.May(FileOperation.CopyFrom, source);
        if (isPassage && !gate.IsVisible(source)) return gate.NotFound(from);
        if (Gate.RequireKind(source, from) is { } misfit) return misfit;
        if (gate.Tree.Resolve(to).Target is { } existing && gate.IsVisible(existing))
            return new Refusal(RefusalCode.AlreadyExists, $"`{to}` exists already; copy to another name");
        if (source.IsDirectory && to.IsWithin(from)) return new Refusal(RefusalCode.FailedPrecondition, $"`{from}` cannot be copied into itself, to `{to}`");

        var directory = RequireDirectory(draft, gate, tree, to, createParents: false);
        if (!directory.IsAccepted) return directory.Refusal;
        if (to.MustBeDirectory && !source.IsDirectory) return new Refusal(RefusalCode.FailedPrecondition, $"`{to}/` names a directory, and `{from}` is a file");
        if (directory.Value.Entries.ContainsKey(to.Name)) return gate.Denied(FileOperation.Create, to);
        return CopyTree(draft, gate, tree, source, directory.Value, isPassage);
    }

    private Outcome<CopyResult> CopyTree(Draft draft, Gate gate, TreeEditor tree, Inode source, Inode directory, bool isPassage)
    {
        var owner = OwnerOfNew(draft, directory);
        List<FilePath> leftOut = [];
        var pending = new Stack<(Inode Source, FilePath Path, Inode Copy)>();
        var root = CopyOne(tree, source, directory, to.Name, owner);
        long copied = 1;
        if (source.IsDirectory) Enter(source, from, root, isPassage);

        while (pending.TryPop(out var next))
        {
            foreach (var (name, id) in next.Source.Entries)
            {
                if (!gate.Tree.TryGetInode(id, out var child)) continue;
                var passage = !gate.May(FileOperation.CopyFrom, child);
                if (passage && !gate.IsPassage(child)) continue;
                if (++copied > Context.Options.MaxCopiedEntries)
                    return new Refusal(RefusalCode.LimitExceeded, $"`{from}` has more than {Context.Options.MaxCopiedEntries} entries; copy its parts one by one");
                var copy = CopyOne(tree, child, next.Copy, name, owner);
                if (!child.IsDirectory) continue;
                var path = next.Path.Child(name);
                if (!path.IsAccepted) return path.Refusal;
                Enter(child, path.Value, copy, passage);
            }
        }

        return new CopyResult(GateAt(draft).Describe(root, to, isPassage: false), copied, leftOut, TokenOf(draft));

        void Enter(Inode directory, FilePath path, Inode copy, bool passage)
        {
            pending.Push((directory, path, copy));
            if (passage && leftOut.Count < MaxLeftOut) leftOut.Add(path);
        }
    }

    private Inode CopyOne(TreeEditor tree, Inode source, Inode directory, EntryName name, ObjectKey owner) => source.IsDirectory
        ? tree.CreateDirectory(directory, name, owner, Caller.Actor)
        : tree.CreateFile(directory, name, owner, Caller.Actor, source.Content, source.SizeBytes, source.ModifiedAt);
}
