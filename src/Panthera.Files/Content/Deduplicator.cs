using System.Diagnostics.CodeAnalysis;
using Panthera.Files.Tree;
using Panthera.Files.Tree.Records;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Finds the content that has a hash in a draft, so that the tenant stores no bytes twice.</summary>
/// <remarks>
/// <para>Confined to the tenant's writer, which keeps one-hash by it. A hash is sought in the engine before the proposal (<see cref="StagedContent.Seek"/>), and what
/// was found is looked at again here, by number. What the engine cannot have shown then is here: the contents of the newest commits and of those that are not
/// stored yet, by hash. Should more have been made since, the engine is asked again.</para>
/// <para>INVARIANT (recent-complete): every content made after revision <see cref="_completeAfter"/> is among the recent ones, which end in the batch in progress.
/// A refused or failed proposal's may be among them too: no tree has its number, and numbers are never given out again.</para>
/// </remarks>
internal sealed class Deduplicator
{
    // Some hundred kilobytes; the engine answers for what is older.
    private const int MaxRecent = 1024;

    // Far more than one batch makes: what is older and was never published was lost with its batch.
    private const int MaxUnpublished = 16 * MaxRecent;

    private readonly TenantLog _log;
    private readonly ContentIndex _index;
    private readonly Dictionary<ContentHash, ContentId> _recent = [];
    private readonly Queue<(ContentHash Hash, ContentId Id, Revision Revision)> _order = [];
    private Revision _completeAfter;

    internal Deduplicator(TenantLog log, ContentIndex index)
    {
        _log = log;
        _index = index;
        _completeAfter = log.Published.Revision;
    }

    /// <summary>Finds the content of the draft that has the bytes of a staged one.</summary>
    /// <exception cref="StorageException">The engine cannot be read.</exception>
    internal bool TryFind(Draft draft, StagedContent staged, [NotNullWhen(true)] out ContentInfo? content)
    {
        var tree = draft.Of(TreeRoom.Instance);
        if (TryGet(tree, staged.Sought.Id, staged, out content)) return true;
        var isRecent = _recent.TryGetValue(staged.Hash, out var recent);
        if (isRecent && TryGet(tree, recent, staged, out content)) return true;

        // Sought when all that is not recent could be found: there is none. But a recent one that was lost with its batch may have taken the place of one that was not.
        if (!isRecent && staged.Sought.At >= _completeAfter) return false;
        return TryGet(tree, _index.Find(staged.Hash), staged, out content);
    }

    /// <summary>Notes a content that the draft makes.</summary>
    internal void Add(Draft draft, ContentRecord made)
    {
        _recent[made.Hash] = made.Id;
        _order.Enqueue((made.Hash, made.Id, draft.Revision));
        var published = _log.Published.Revision;
        while (_order.Count > MaxRecent && (_order.Peek().Revision <= published || _order.Count > MaxUnpublished))
        {
            var (hash, id, revision) = _order.Dequeue();
            if (_recent.TryGetValue(hash, out var newest) && newest == id) _recent.Remove(hash);
            if (revision > _completeAfter) _completeAfter = revision;
        }
    }

    private static bool TryGet(TreeState tree, ContentId id, StagedContent staged, [NotNullWhen(true)] out ContentInfo? content)
    {
        content = null;
        if (id == ContentId.Empty || !tree.TryGetContent(id, out content)) return false;
        if (content.SizeBytes == staged.SizeBytes) return true;
        throw new StorageException(StorageErrorCode.Corrupt, $"content {id.Value:x16} with hash {staged.Hash} has {content.SizeBytes} bytes where it should have {staged.SizeBytes}; restore this tenant from a backup");
    }
}
