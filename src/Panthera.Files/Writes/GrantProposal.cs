using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Grants a relation on a file or directory, or revokes it.</summary>
internal sealed class GrantProposal(FileRoomContext context, Caller caller, FilePath path, Grant grant, bool isRevocation)
    : FileProposal<ChangeResult>(context, caller)
{
    protected override Outcome<ChangeResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        if (gate.Tree.Resolve(path).Target is not { } inode) return gate.NotFound(path);
        if (gate.Require(FileOperation.Share, inode, path) is { } denied) return denied;

        if (!isRevocation && grant.ExpiresAt <= draft.Now) return ExpiryRule.Passed(grant.ExpiresAt.Value);
        var relationship = new Relationship(new(FileIdText.TypeName, FileIdText.Format(inode.Id.Value)), grant.Relation, grant.Subject, grant.ExpiresAt);
        var structure = new TreeStructure(gate.Tree);
        var before = draft.State;
        var refusal = isRevocation
            ? RelationshipWriter.Delete(draft, structure, relationship)
            : RelationshipWriter.Touch(draft, structure, relationship);
        if (refusal is not null) return refusal;
        var changed = !ReferenceEquals(before, draft.State);
        return new ChangeResult(changed, changed ? TokenOf(draft) : gate.Token);
    }
}
