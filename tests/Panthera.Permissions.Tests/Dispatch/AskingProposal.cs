using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Dispatch;

/// <summary>Takes the group's only member out, and asks the draft.</summary>
internal sealed class AskingProposal(DeepTenant deep, string question) : Proposal<Decision>
{
    public override Outcome<Decision> Run(Draft draft)
    {
        var write = new WriteRelationshipsProposal<FakeStructure>(
            [new(RelationshipOperation.Delete, Relationship.Parse("group:g1#member@user:bob"))], [], state => new(null, state.Of(PermissionsRoom.Instance)));
        write.Run(draft).ThrowIfRefused();
        return deep.Ask(draft.State, question);
    }
}
