using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tenants;

/// <summary>Makes a tenant's name and its tokens vanish; a marker stays until its storage is removed.</summary>
internal sealed class DropTenantProposal(string name) : Proposal<TenantInfo>
{
    public override Outcome<TenantInfo> Run(Draft draft)
    {
        var system = draft.Of(SystemRoom.Instance);
        if (!system.TryGetTenant(name, out var tenant)) return new Refusal(RefusalCode.NotFound, $"there is no tenant `{name}`");
        draft.Yield(tenant with { IsRemoval = true });
        draft.Yield(new DroppedRecord(tenant.Info.Id));
        var tokens = system.Tokens.GetEnumerator();
        while (tokens.MoveNext())
        {
            if (tokens.Value.Token.Tenant == tenant.Info.Id) draft.Yield(tokens.Value with { IsRemoval = true });
        }

        return tenant.Info;
    }
}
