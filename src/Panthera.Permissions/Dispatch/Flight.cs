using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Dispatch;

/// <summary>A computation under way that others may wait for. Written by whoever computes, read by the others behind its end.</summary>
internal sealed class Flight(long nowTicks)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Verdict _verdict;
    private bool _hasVerdict;
    private int _waiting;

    /// <summary>Those who wait for it.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The clock that it computes by.</summary>
    internal long NowTicks => nowTicks;

    /// <summary>Says what it came to.</summary>
    internal void Land(in Verdict verdict)
    {
        _verdict = verdict;
        _hasVerdict = true;
    }

    /// <summary>Lets everybody go on, with what it came to or, if it failed, without.</summary>
    internal void End() => _over.SetResult();

    /// <summary>Waits until it is over.</summary>
    /// <param name="verdict">What it came to.</param>
    /// <param name="cancellationToken">Gives up waiting: this one waiter, and nobody else.</param>
    /// <returns>False if it failed.</returns>
    internal bool Wait(out Verdict verdict, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            _over.Task.Wait(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        verdict = _verdict;
        return _hasVerdict;
    }
}
