using Panthera.Files.Content;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Checking;

/// <summary>The check of a whole store behind `fsck`: it reads everything, and changes nothing.</summary>
internal sealed class StoreCheck(PantheraStore store, TenantLogs logs, BlobFiles blobs, IProgress<long>? progress)
{
    private readonly CheckTally _tally = new(progress);

    internal async Task<FsckReport> RunAsync(CancellationToken cancellationToken)
    {
        Guarded("the engine", () => logs.Engine.Verify(cancellationToken));
        foreach (var info in store.Tenants)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await CheckTenantAsync(info, cancellationToken).ConfigureAwait(false);
        }

        CheckUnclaimedBlobs();
        return _tally.Report();
    }

    private async Task CheckTenantAsync(TenantInfo info, CancellationToken cancellationToken)
    {
        _tally.Tenants++;
        try
        {
            using var lease = (await store.RentTenantAsync(info.Id).ConfigureAwait(false)).Value;
            var tenant = lease.Tenant;
            Guarded($"the log of tenant `{info.Name}`", () => tenant.Log.Verify(cancellationToken));
            if (tenant.Files is not { } files) return;
            var state = tenant.Log.Published;
            new TreeCheck(info.Name, state, _tally).Run(cancellationToken);
            await new ContentCheck(info.Name, tenant.Log, state, files.Contents, _tally).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            _tally.Problem($"tenant `{info.Name}` cannot be opened: {exception.Message}");
        }
    }

    private void CheckUnclaimedBlobs()
    {
        var known = store.Tenants.Select(tenant => tenant.Id).ToHashSet();
        foreach (var (tenant, name) in blobs.All())
        {
            if (!known.Contains(tenant)) _tally.Note($"blob file `{name}` belongs to tenant number {tenant}, which is not there");
        }
    }

    private void Guarded(string what, Action check)
    {
        try
        {
            check();
        }
        catch (StorageException exception)
        {
            _tally.Problem($"{what}: {exception.Message}");
        }
    }
}
