using Panthera.Files.Access;
using Panthera.Files.Writes;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Takes bytes in and commits what names them.</summary>
/// <remarks>
/// <para>INVARIANT (content-first): the bytes of a file are durable before, or with, the commit that names them.</para>
/// <para>Bytes are taken only from callers who were allowed a moment ago; the writer decides again.</para>
/// </remarks>
internal sealed class ContentWrites(TenantLog log, FileRoomContext room, ContentStore contents, FileStore store)
{
    // Appends to one file wait for one another here instead of undoing one another's work; other writers may still come between them.
    private const int MaxAppendAttempts = 16;
    private readonly SemaphoreSlim[] _appendStripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    internal async Task<Outcome<WriteResult>> WriteAsync(Caller caller, FilePath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        // A rehearsal has numbers of its own: the writer's are the writer's.
        var rehearsal = new WriteFileProposal(room with { Ids = new(reusesSlots: false) }, caller, path, StagedContent.Nothing, options);
        try
        {
            if (log.Rehearse(rehearsal) is { IsAccepted: false } early) return early.Refusal;
            using var staged = await contents.StageAsync(content, cancellationToken).ConfigureAwait(false);
            staged.Seek(log, contents.Index);
            var proposal = new WriteFileProposal(room, caller, path, staged, options);
            return await CommitAsync(caller, proposal, staged, options.BatchId, () => proposal.UsesStagedBytes).ConfigureAwait(false);
        }
        catch (RefusedException exception)
        {
            return exception.Refusal;
        }
    }

    internal async Task<Outcome<WriteResult>> AppendAsync(Caller caller, FilePath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        var early = OpenForAppend(caller, path);
        if (!early.IsAccepted) return early.Refusal;
        early.Value.Dispose();
        try
        {
            using var tail = await contents.StageAsync(content, cancellationToken).ConfigureAwait(false);
            var stripe = _appendStripes[(uint)path.GetHashCode() % _appendStripes.Length];
            await stripe.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await AppendAsync(caller, path, tail, options, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                stripe.Release();
            }
        }
        catch (RefusedException exception)
        {
            return exception.Refusal;
        }
    }

    private async Task<Outcome<WriteResult>> AppendAsync(Caller caller, FilePath path, StagedContent tail, WriteOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAppendAttempts; attempt++)
        {
            var opened = OpenForAppend(caller, path);
            if (!opened.IsAccepted) return opened.Refusal;
            using var head = opened.Value;
            using var added = contents.Reopen(head, tail);
            using var sequence = new ContentSequence(head, added);
            using var staged = await contents.StageAsync(sequence, cancellationToken).ConfigureAwait(false);
            staged.Seek(log, contents.Index);
            var proposal = new AppendProposal(room, caller, path, (head.Entry.Id, head.Entry.Version), staged, options.IfMatch);
            var outcome = await CommitAsync(caller, proposal, staged, options.BatchId, () => proposal.UsesStagedBytes).ConfigureAwait(false);
            if (!outcome.IsAccepted) return outcome.Refusal;
            if (outcome.Value is { } written) return written;
        }

        return new Refusal(RefusalCode.PreconditionFailed, $"`{path}` was overwritten {MaxAppendAttempts} times while being appended to; try again");
    }

    private Outcome<FileContent> OpenForAppend(Caller caller, FilePath path) => store.Open(caller, path, FileOperation.Append, "append to a file in it");

    private async Task<Outcome<T>> CommitAsync<T>(Caller caller, FileProposal<T> proposal, StagedContent staged, Guid? batchId, Func<bool> usesStagedBytes)
    {
        try
        {
            // Once proposed, the wait is not given up: whether the bytes are named must be known before they may be discarded.
            var outcome = await store.CommitAsync(caller, proposal, batchId, CancellationToken.None).ConfigureAwait(false);
            if (outcome.IsAccepted && usesStagedBytes()) staged.Keep();
            return outcome;
        }
        catch (Exception exception) when (exception is not StorageException { Code: StorageErrorCode.Closed })
        {
            // The commit may after all be stored: the bytes stay, and the next start removes them if nothing names them.
            // Not so when the tenant was closed or dropped: then it never ran, and of a dropped tenant no start would find the bytes.
            staged.Keep();
            throw;
        }
    }
}
