using Panthera.Files.Content;
using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Writes a whole content to a path: overwrites the file that is there, or creates one.</summary>
internal sealed class WriteFileProposal(FileRoomContext context, Caller caller, FilePath path, StagedContent content, WriteOptions options)
    : FileProposal<WriteResult>(context, caller)
{
    /// <summary>Whether the accepted run refers to the staged bytes.</summary>
    internal bool UsesStagedBytes { get; private set; }

    protected override Outcome<WriteResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        UsesStagedBytes = false;
        var modifiedAt = options.ModifiedAt is { } given && Caller.Kind == CallerKind.Operator ? given : draft.Now;
        if (gate.Tree.Resolve(path).Target is { } existing && (existing.IsDirectory ? gate.IsVisible(existing) : gate.May(FileOperation.Overwrite, existing)))
        {
            if (existing.IsDirectory) return new Refusal(RefusalCode.FailedPrecondition, $"`{path}` is a directory; write to a file in it");
            if (Gate.RequireKind(existing, path) is { } misfit) return misfit;
            if (options.CreateOnly) return new Refusal(RefusalCode.AlreadyExists, $"`{path}` exists already");
            if (RequireMatch(options.IfMatch, existing, path) is { } mismatch) return mismatch;
            var written = tree.WriteContent(existing, tree.Store(content, Context.Known, out var isNew), content.SizeBytes, modifiedAt);
            UsesStagedBytes = isNew;
            return new WriteResult(gate.Describe(written, path, isPassage: false), false, TokenOf(draft));
        }

        return Create(draft, gate, tree, modifiedAt);
    }

    private Outcome<WriteResult> Create(Draft draft, Gate gate, TreeEditor tree, DateTimeOffset modifiedAt)
    {
        if (path.IsRoot) return gate.NotFound(path);
        if (path.MustBeDirectory) return new Refusal(RefusalCode.InvalidArgument, $"`{path}/` names a directory; write to a path without a slash at its end");
        if (gate.Tree.Resolve(path).Target is { } hidden)
        {
            // It is there, and the caller may not write it: if they see it they are told so, else it is as if they could not create it.
            if (gate.IsVisible(hidden) || gate.May(FileOperation.Create, Parent(gate, hidden))) return gate.Denied(FileOperation.Overwrite, path);
        }

        var directory = RequireDirectory(draft, gate, tree, path, options.CreateParents);
        if (!directory.IsAccepted) return directory.Refusal;
        if (RequireMatch(options.IfMatch, null, path) is { } mismatch) return mismatch;
        var owner = OwnerOfNew(draft, directory.Value);
        var created = tree.CreateFile(directory.Value, path.Name, owner, Caller.Actor, tree.Store(content, Context.Known, out var isNew), content.SizeBytes, modifiedAt);
        UsesStagedBytes = isNew;
        return new WriteResult(GateAt(draft).Describe(created, path, isPassage: false), true, TokenOf(draft));
    }

    private static Inode Parent(Gate gate, Inode inode) => gate.Tree.TryGetInode(inode.Parent, out var parent) ? parent : inode;
}
