using Panthera.Files.Content;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Checking;

/// <summary>Compares the indexes of one tenant's contents with their records, both ways: one-hash.</summary>
internal sealed class ContentIndexCheck(string tenant, TenantLog log, TreeState tree, ContentIndex index, CheckTally tally)
{
    // A tenant may be written meanwhile: what looks wrong is looked at again. More than this are not worth listing.
    private const int MaxSuspects = 10_000;

    private readonly List<(ContentId Id, string Problem)> _unfound = [];
    private readonly List<(ContentHash Hash, ContentId Id)> _stray = [];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        Walk(cancellationToken);
        if (_unfound.Count == 0 && _stray.Count == 0) return;

        // What was seen in the engine is published once this is answered; so what is still wrong then was not on its way.
        _ = await log.CommitAsync(new BarrierProposal(), new("fsck"), cancellationToken).ConfigureAwait(false);
        var now = log.Published.Of(TreeRoom.Instance);
        foreach (var (id, problem) in _unfound)
        {
            if (now.TryGetContent(id, out _)) Problem(problem);
        }

        foreach (var (hash, id) in _stray)
        {
            if (!now.TryGetContent(id, out _) && index.Look(hash) == id) Problem($"the index of contents by hash has {hash} for content {id.Value:x16}, which is not there");
        }
    }

    private void Walk(CancellationToken cancellationToken)
    {
        foreach (var content in tree.Contents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_unfound.Count < MaxSuspects && Guarded(() => Find(content)) is { } problem) _unfound.Add((content.Id, problem));
        }

        // A hash is looked at from its content above; here, that no entry is left over.
        Guarded(() =>
        {
            foreach (var (hash, id) in index.ByHash())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_stray.Count < MaxSuspects && !tree.TryGetContent(id, out _)) _stray.Add((hash, id));
            }

            return null;
        });
    }

    /// <summary>Says why a content is not found by its hash and upload; null if it is, or if its record is missing, which the check of bytes reports.</summary>
    private string? Find(ContentInfo content)
    {
        if (index.Read(content.Id) is not { } stored) return null;
        var found = index.Look(stored.Hash);
        if (found != content.Id) return $"content {content.Id.Value:x16} is not found by its hash {stored.Hash}, which is that of content {found.Value:x16} by the index";
        return stored.UploadId == 0 || index.FindUpload(stored.UploadId) == content.Id ? null : $"content {content.Id.Value:x16} is not found by its upload {stored.UploadId:x16}";
    }

    private string? Guarded(Func<string?> look)
    {
        try
        {
            return look();
        }
        catch (StorageException exception) when (exception.Code == StorageErrorCode.Corrupt)
        {
            Problem(exception.Message);
            return null;
        }
    }

    private void Problem(string what) => tally.Problem($"tenant `{tenant}`: {what}");
}
