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

    /// <summary>Lets go of the states and commits once they are published: the batch itself may stay on the stack of those that go on from its append.</summary>
    internal void Forget()
    {
        States.Clear();
        Commits.Clear();
        State = null!;
    }

    /// <summary>Takes over what an accepted proposal yielded: it becomes the next commit.</summary>
    internal void Add(Draft draft, CommitOrigin origin)
    {
        var commit = new Commit(State.Tenant, draft.Revision, State.Epoch, draft.Now, origin, draft.Records);
        var count = Engine.Changes.Count;
        try
        {
            encoder.Write(Engine, commit, draft.Attachments);
        }
        catch
        {
            // A record that cannot be encoded leaves nothing of its commit behind.
            Engine.Truncate(count);
            throw;
        }

        State = draft.State.At(draft.Revision, State.Epoch, draft.Now);
        Commits.Add(commit);
        States.Add(State);
    }
}
