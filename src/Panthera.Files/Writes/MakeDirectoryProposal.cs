using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Makes a directory; with parents, also those on the way, and an existing one is no error.</summary>
internal sealed class MakeDirectoryProposal(FileRoomContext context, Caller caller, FilePath path, bool createParents)
    : FileProposal<WriteResult>(context, caller)
{
    protected override Outcome<WriteResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        if (gate.Tree.Resolve(path).Target is { } existing && gate.IsVisible(existing))
        {
            if (!existing.IsDirectory) return new Refusal(RefusalCode.AlreadyExists, $"`{path}` exists already, and is a file");
            if (!createParents) return new Refusal(RefusalCode.AlreadyExists, $"`{path}` exists already");
            return new WriteResult(gate.Describe(existing, path, !gate.Has(OperationTable.Read, existing)), false, gate.Token);
        }

        var directory = RequireDirectory(draft, gate, tree, path, createParents);
        if (!directory.IsAccepted) return directory.Refusal;

        // There is an entry that the caller cannot see, in a directory that they may create in: the name is taken, as anywhere.
        if (directory.Value.Entries.ContainsKey(path.Name)) return gate.Denied(FileOperation.Create, path);
        var made = tree.CreateDirectory(directory.Value, path.Name, OwnerOfNew(draft, directory.Value), Caller.Actor);
        return new WriteResult(GateAt(draft).Describe(made, path, isPassage: false), true, TokenOf(draft));
    }
}
