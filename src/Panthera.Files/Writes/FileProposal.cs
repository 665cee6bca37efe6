using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>The base of every change to files: gives the decision a gate and an editor over the draft.</summary>
internal abstract class FileProposal<TResult>(FileRoomContext context, Caller caller) : Proposal<TResult>
{
    protected Caller Caller => caller;

    protected FileRoomContext Context => context;

    public sealed override Outcome<TResult> Run(Draft draft)
    {
        using var gate = GateAt(draft);
        return Decide(draft, gate, new TreeEditor(draft, context.Ids));
    }

    protected abstract Outcome<TResult> Decide(Draft draft, Gate gate, TreeEditor tree);

    /// <summary>A gate over what this proposal has changed so far.</summary>
    protected Gate GateAt(Draft draft) => new(context.Gates, caller, draft.State, draft.Now);

    /// <summary>Who owns what the caller creates: the caller; for the operator, the owner of the directory.</summary>
    protected ObjectKey OwnerOfNew(Draft draft, Inode directory) =>
        caller.Subject is { } subject ? Intern(draft, subject) : directory.Owner;

    /// <summary>The number of a subject, given now if it has none yet.</summary>
    /// <exception cref="RefusedException">The schema has no such type, or the id breaks the rules.</exception>
    protected static ObjectKey Intern(Draft draft, SubjectReference subject) =>
        RelationshipWriter.Intern(draft, new TreeStructure(draft.Of(TreeRoom.Instance)), subject.Object).Value;

    protected static ZedToken TokenOf(Draft draft) => new(draft.Tenant, draft.Before.Epoch, draft.Revision);

    /// <summary>Refuses an entity tag that is not the entry's. Asked only once the caller is known to be allowed.</summary>
    protected static Refusal? RequireMatch(string? ifMatch, Inode? inode, FilePath path)
    {
        if (ifMatch is null) return null;
        if (inode is null) return new(RefusalCode.PreconditionFailed, $"`{path}` does not exist, so its entity tag cannot be `{ifMatch}`");
        return ifMatch == "*" || ifMatch == inode.ETag
            ? null
            : new(RefusalCode.PreconditionFailed, $"`{path}` has entity tag `{inode.ETag}`, not `{ifMatch}`; read it again");
    }

    /// <summary>Finds the directory to create in, making missing ones if asked; refuses what the caller may not.</summary>
    protected Outcome<Inode> RequireDirectory(Draft draft, Gate gate, TreeEditor tree, FilePath path, bool createParents)
    {
        if (path.IsRoot) return gate.NotFound(path);
        var resolution = gate.Tree.Resolve(path);
        var directory = resolution.Deepest;
        var depth = resolution.Depth;
        if (resolution.Target is not null && depth == path.Names.Length)
        {
            // The entry is there and the caller may not touch it: its directory decides what they are told.
            gate.Tree.TryGetInode(directory.Parent, out var parent);
            directory = parent!;
            depth--;
        }

        if (!directory.IsDirectory)
        {
            return gate.Has(OperationTable.Read, directory)
                ? new Refusal(RefusalCode.FailedPrecondition, $"`{Prefix(path, depth)}` is a file, so nothing can be below it")
                : gate.RefuseCreate(resolution, path, createParents);
        }

        if (!gate.May(FileOperation.Create, directory)) return gate.RefuseCreate(resolution, path, createParents);
        if (depth < path.Names.Length - 1 && !createParents)
            return Gate.MissingDirectory(path, depth + 1);
        return MakeParents(draft, gate, tree, path, directory, depth);
    }

    protected static FilePath Prefix(FilePath path, int depth)
    {
        while (path.Names.Length > depth) path = path.Parent;
        return path;
    }

    private Outcome<Inode> MakeParents(Draft draft, Gate gate, TreeEditor tree, FilePath path, Inode directory, int depth)
    {
        for (; depth < path.Names.Length - 1; depth++)
        {
            directory = tree.CreateDirectory(directory, path.Names[depth], OwnerOfNew(draft, directory), caller.Actor);
            gate = GateAt(draft);
            if (!gate.May(FileOperation.Create, directory)) return gate.Denied(FileOperation.Create, Prefix(path, depth + 1));
        }

        return directory;
    }
}
