using System.Threading.Channels;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Purges deleted trees and removes contents that nothing refers to, behind the requests of one tenant.</summary>
/// <remarks>One loop, owned by the tenant, ended by <see cref="DisposeAsync"/>. It only proposes: the writer decides again, in order.</remarks>
internal sealed class TenantMaintenance(TenantLog log, FileRoomContext room, ContentStore contents, TimeProvider time) : IAsyncDisposable
{
    // Contents looked at in one round, and removed in one commit: bounds its memory and the commit.
    private const int MaxCandidates = 1024;

    private static readonly CommitOrigin Origin = new("maintenance");

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<ContentId, DateTimeOffset> _unreferencedSince = [];
    private Task _loop = Task.CompletedTask;

    internal void Start()
    {
        // Nothing pinned a revision of an earlier process: what is unreferenced now may go at once.
        foreach (var (id, _) in log.Published.Of(TreeRoom.Instance).Unreferenced)
        {
            if (_unreferencedSince.Count == MaxCandidates) break;
            _unreferencedSince[new(id)] = DateTimeOffset.MinValue;
        }

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
                var woken = _wake.Reader.WaitToReadAsync(_stop.Token).AsTask();
                if (due is { } delay) await Task.WhenAny(woken, Task.Delay(delay, time, _stop.Token)).ConfigureAwait(false);
                else await woken.ConfigureAwait(false);
                _stop.Token.ThrowIfCancellationRequested();
                _wake.Reader.TryRead(out _);
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

    /// <summary>Does what there is to do; gives the time until something falls due, or null for nothing.</summary>
    private async Task<TimeSpan?> RoundAsync()
    {
        try
        {
            while ((await log.CommitAsync(new PurgeProposal(room), Origin, _stop.Token).ConfigureAwait(false)).Outcome.Value > 0)
            {
            }

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
        Observe(now);
        var oldest = now - room.Options.UnreferencedContentAge;
        List<ContentId> due = [];
        foreach (var (id, since) in _unreferencedSince)
        {
            if (since <= oldest) due.Add(id);
        }

        if (due.Count > 0)
        {
            var removed = (await log.CommitAsync(new CollectProposal(room.Ids, due), Origin, _stop.Token).ConfigureAwait(false)).Outcome.Value;
            foreach (var content in removed)
            {
                if (!content.IsInline) contents.DeleteBlob(content);
            }

            foreach (var id in due) _unreferencedSince.Remove(id);
            Wake();
        }

        return _unreferencedSince.Count == 0 ? null : _unreferencedSince.Values.Min() + room.Options.UnreferencedContentAge - now;
    }

    private void Observe(DateTimeOffset now)
    {
        var unreferenced = log.Published.Of(TreeRoom.Instance).Unreferenced;
        foreach (var id in _unreferencedSince.Keys)
        {
            if (!unreferenced.ContainsKey(id.Value)) _unreferencedSince.Remove(id);
        }

        var walk = unreferenced.GetEnumerator();
        while (_unreferencedSince.Count < MaxCandidates && walk.MoveNext()) _unreferencedSince.TryAdd(new(walk.Key), now);
    }
}
