using Panthera.Files.Content;
using Panthera.Files.Tree;
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
            Guarded($"the checkpoint of tenant `{info.Name}`", () => tenant.Log.VerifyCheckpoint(cancellationToken));
            var state = tenant.Log.Published;
            Guarded($"the records of tenant `{info.Name}`", () => CheckRecords(info.Name, state, tenant.Log.ReadStored(), cancellationToken));
            await new ContentIndexCheck(info.Name, tenant.Log, state.Of(TreeRoom.Instance), files.Contents.Index, _tally).RunAsync(cancellationToken).ConfigureAwait(false);
            await new ContentCheck(info.Name, tenant.Log, state, files.Contents, _tally).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            _tally.Problem($"tenant `{info.Name}` cannot be opened: {exception.Message}");
        }
    }

    /// <summary>Checks what the records say, and that memory, which may have come from an image, says the same.</summary>
    private void CheckRecords(string name, TenantState memory, TenantState stored, CancellationToken cancellationToken)
    {
        new TreeCheck(name, stored, _tally).Run(cancellationToken);

        // Of a tenant that is written meanwhile the two are of different moments.
        if (stored.Revision != memory.Revision) return;
        var difference = TreeComparison.FirstDifference(memory.Of(TreeRoom.Instance), stored.Of(TreeRoom.Instance), cancellationToken);
        if (difference is not null) _tally.Problem($"tenant `{name}`: its tree in memory is not what its records say: {difference}");
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
