using Panthera.Files.Tree;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Files.Access;

/// <summary>Works out permission bitmaps behind the requests of one tenant, for subjects who ask a lot.</summary>
/// <remarks>One loop, owned by the tenant, ended by <see cref="DisposeAsync"/>. What it makes is only ever a hint, so that failing costs nothing but time.</remarks>
internal sealed class BitmapMaintenance(TenantLog log, TimeProvider time) : IAsyncDisposable
{
    // A roll-back puts other indexes in the place of those that are waited for.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    internal void Start() => _loop = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await WaitAsync(log.Published.Of(PermissionsRoom.Instance)).ConfigureAwait(false);
                var state = log.Published;
                var graph = new PermissionGraph<TreeStructure>(state, new TreeStructure(state.Of(TreeRoom.Instance)), time.GetUtcNow());
                await BuildAsync(graph).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The tenant is closing.
        }
    }

    private async Task BuildAsync(PermissionGraph<TreeStructure> graph)
    {
        try
        {
            await graph.BuildBitmapsAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Damage, for one: requests and fsck report it. What failed is wanted no longer; answers are the same without, and the tenant is not taken down.
        }
    }

    private async Task WaitAsync(PermissionsState permissions)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(permissions.Indexes.WaitForWantedBitmapsAsync(wait.Token).AsTask(), Task.Delay(MaxWait, time, wait.Token)).ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
    }
}
