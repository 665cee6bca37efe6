using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>Proposes on behalf of a caller of the permission API.</summary>
internal static class PermissionProposals
{
    private const string Operator = "operator";

    internal static async Task<(Outcome<T> Outcome, ZedToken Token)> ProposeAsync<T>(
        this TenantLog log,
        Proposal<T> proposal,
        string? actor,
        string? metadata,
        CancellationToken cancellationToken)
    {
        var committed = await log.CommitAsync(proposal, new(actor ?? Operator, Metadata: metadata), cancellationToken).ConfigureAwait(false);
        return (committed.Outcome, new(log.Tenant, committed.Epoch, committed.Revision));
    }
}
