using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>The first commit of a tenant with files: the built-in schema, and a root directory with its owner.</summary>
internal sealed class InitializeProposal(IdAllocator ids, SubjectReference owner) : Proposal<bool>
{
    public override Outcome<bool> Run(Draft draft)
    {
        if (draft.Of(TreeRoom.Instance).IsPresent) return false;
        if (SchemaWriter.Write(draft, BuiltInSchema.Compiled, hasFiles: true) is { } refusal) return refusal;
        if (OwnerRule.Refuse(draft, owner) is { } misfit) return misfit;
        var key = RelationshipWriter.Intern(draft, new TreeStructure(draft.Of(TreeRoom.Instance)), owner.Object);
        if (!key.IsAccepted) return key.Refusal;
        new TreeEditor(draft, ids).CreateRoot(key.Value, "operator");
        return true;
    }
}
