namespace Panthera.Storage.Log;

/// <summary>A proposal in its tenant's queue, with the caller who waits for it.</summary>
internal abstract class PendingProposal
{
    internal abstract CommitOrigin Origin { get; }

    /// <summary>Runs it; the outcome is kept until <see cref="Complete"/>.</summary>
    /// <returns>Whether it was accepted.</returns>
    internal abstract bool Run(Draft draft);

    /// <summary>Hands the outcome to the caller.</summary>
    internal abstract void Complete(Revision revision, LogEpoch epoch);

    internal abstract void Fail(Exception exception);

    /// <summary>Whether the caller gave up before it was taken up.</summary>
    internal abstract bool IsAbandoned { get; }
}

/// <inheritdoc/>
internal sealed class PendingProposal<T>(Proposal<T> proposal, CommitOrigin origin, CancellationToken cancellationToken) : PendingProposal
{
    private readonly TaskCompletionSource<Committed<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Outcome<T> _outcome;
    private Exception? _fault;

    internal Task<Committed<T>> Task => _done.Task;

    internal override CommitOrigin Origin => origin;

    internal override bool IsAbandoned
    {
        get
        {
            if (!cancellationToken.IsCancellationRequested) return false;
            _done.TrySetCanceled(cancellationToken);
            return true;
        }
    }

    internal override bool Run(Draft draft)
    {
        try
        {
            _outcome = proposal.Run(draft);
            _fault = null;
            return _outcome.IsAccepted;
        }
        catch (Exception exception)
        {
            // A defect in one proposal is its caller's failure alone: nothing of it is applied.
            _fault = exception;
            return false;
        }
    }

    internal override void Complete(Revision revision, LogEpoch epoch)
    {
        if (_fault is not null) Fail(_fault);
        else _done.TrySetResult(new(_outcome, revision, epoch));
    }

    internal override void Fail(Exception exception)
    {
        _done.TrySetException(exception);

        // A caller who gave up waiting does not make it an unobserved exception.
        _ = _done.Task.Exception;
    }
}
