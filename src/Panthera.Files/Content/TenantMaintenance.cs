using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Panthera.Files.Tree;
using Panthera.Files.Tree.Records;
using Panthera.Files.Writes;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Purges deleted trees and removes contents that nothing refers to, behind the requests of one tenant.</summary>
/// <remarks>One loop, owned by the tenant, ended by <see cref="DisposeAsync"/>. It only proposes: the writer decides again, in order.</remarks>
internal sealed class TenantMaintenance(TenantLog log, FileRoomContext room, ContentStore contents, TimeProvider time) : IAsyncDisposable
{
    // Contents removed in one commit, so that it delays other writers by little.
    private const int MaxRemovals = 1024;

    // Timers take no more; a later look costs nothing.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    private static readonly CommitOrigin Origin = new("maintenance");

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();

    // The tree of one moment at which contents were unreferenced, which are waited for; what comes later waits for the next. Holding it
    // costs what was superseded since, not a list of all that is waited for.
    private TreeState? _seen;
    private DateTimeOffset _seenAt;
    private Task _loop = Task.CompletedTask;

    internal void Start()
    {
        // Nothing pinned a revision of an earlier process: what is unreferenced now may go at once.
        See(DateTimeOffset.MinValue);
        Wake();
        _loop = Task.Run(RunAsync);
    }

    internal void Wake() => _wake.Writer.TryWrite(true);

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
                var due = await RoundAsync().ConfigureAwait(false);
                await WaitAsync(due).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The tenant is closing.
        }
        catch (StorageException exception) when (exception.Code == StorageErrorCode.Closed)
        {
            // The tenant was dropped.
        }
    }

    private async Task WaitAsync(TimeSpan? due)
    {
        // What lost the race is cancelled: under steady writes there would else be a timer for each of them.
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var woken = _wake.Reader.WaitToReadAsync(wait.Token).AsTask();
        if (due is { } delay) await Task.WhenAny(woken, Task.Delay(delay < MaxDelay ? delay : MaxDelay, time, wait.Token)).ConfigureAwait(false);
        else await woken.ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
        _wake.Reader.TryRead(out _);
    }

    /// <summary>Does what there is to do; gives the time until something falls due, or null for nothing.</summary>
    private async Task<TimeSpan?> RoundAsync()
    {
        try
        {
            while (log.Published.Of(TreeRoom.Instance).DetachedCount > 0)
                _ = (await log.CommitAsync(new PurgeProposal(room), Origin, _stop.Token).ConfigureAwait(false)).Outcome.Value;

            return await CollectAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && exception is not StorageException { Code: StorageErrorCode.Closed })
        {
            // A full disk, or damage: requests and fsck report it. Try again later rather than spin, and never take the tenant down.
            return TimeSpan.FromSeconds(30);
        }
    }

    private async Task<TimeSpan?> CollectAsync()
    {
        var now = time.GetUtcNow();
        if (_seen is null) See(now);
        if (_seen is not null && now - _seenAt >= room.Options.UnreferencedContentAge)
        {
            await RemoveAsync().ConfigureAwait(false);
            See(now);
        }

        return _seen is null ? null : room.Options.UnreferencedContentAge - (now - _seenAt);
    }

    private void See(DateTimeOffset now)
    {
        var tree = log.Published.Of(TreeRoom.Instance);
        (_seen, _seenAt) = (tree.UnreferencedCount == 0 ? null : tree, now);
    }

    /// <summary>Removes what has been unreferenced for long enough, unless it was taken up since.</summary>
    private async Task RemoveAsync()
    {
        List<(ContentInfo, ContentRecord)> candidates = [];
        foreach (var content in _seen!.Unreferenced)
        {
            if (TryReadStored(content.Id, out var stored)) candidates.Add((content, stored));
            if (candidates.Count < MaxRemovals) continue;
            await RemoveAsync(candidates).ConfigureAwait(false);
            candidates.Clear();
        }

        if (candidates.Count > 0) await RemoveAsync(candidates).ConfigureAwait(false);
    }

    private bool TryReadStored(ContentId id, [NotNullWhen(true)] out ContentRecord? stored)
    {
        try
        {
            stored = contents.Index.Read(id);
        }
        catch (StorageException exception) when (exception.Code == StorageErrorCode.Corrupt)
        {
            // It stays, and fsck says so; the others need not wait for it.
            stored = null;
        }

        return stored is not null;
    }

    private async Task RemoveAsync(List<(ContentInfo, ContentRecord)> candidates)
    {
        var removed = (await log.CommitAsync(new CollectProposal(room.Ids, candidates), Origin, _stop.Token).ConfigureAwait(false)).Outcome.Value;
        foreach (var content in removed)
        {
            if (content.UploadId != 0) contents.DeleteBlob(content);
        }
    }
}
