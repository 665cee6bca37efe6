using Panthera.Storage.Engines;

namespace Panthera.Storage.Log;

/// <summary>The commits that a tenant's writer has decided and not yet appended. Confined to the writer.</summary>
internal sealed class BatchInProgress(TenantState published, BatchEncoder encoder)
{
    internal TenantState State { get; private set; } = published;

    internal EngineBatch Engine { get; } = new();

    internal List<Commit> Commits { get; } = [];

    internal List<TenantState> States { get; } = [];

    internal int Count => Commits.Count;

    internal long SizeBytes => Engine.SizeBytes;

    /// <summary>Takes over what an accepted proposal yielded: it becomes the next commit.</summary>
    internal void Add(Draft draft, CommitOrigin origin)
    {
        // Encoded apart, so that a record that cannot be encoded leaves nothing behind.
        var changes = new EngineBatch();
        var commit = new Commit(State.Tenant, draft.Revision, State.Epoch, draft.Now, origin, draft.Records);
        encoder.Write(changes, commit, draft.Attachments);
        Engine.Append(changes);
        State = draft.State.At(draft.Revision, State.Epoch, draft.Now);
        Commits.Add(commit);
        States.Add(State);
    }
}
