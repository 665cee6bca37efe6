using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tenants;

/// <summary>Removes the marker of a dropped tenant, once its storage is gone.</summary>
internal sealed class ForgetDroppedProposal(TenantId tenant) : Proposal<bool>
{
    public override Outcome<bool> Run(Draft draft)
    {
        draft.Yield(new DroppedRecord(tenant, IsRemoval: true));
        return true;
    }
}
