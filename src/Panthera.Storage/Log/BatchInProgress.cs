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
        State = draft.State.At(draft.Revision, State.Epoch, draft.Now);
        var commit = new Commit(State.Tenant, draft.Revision, State.Epoch, draft.Now, origin, draft.Records);
        encoder.Write(Engine, commit, draft.Attachments);
        Commits.Add(commit);
        States.Add(State);
    }
}
