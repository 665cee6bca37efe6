namespace Panthera.Server.Hosting;

/// <summary>Bounds how many requests run at once and how many wait.</summary>
/// <remarks>Lock-free but for the semaphore: a request is counted in before it waits, and out when it has run.</remarks>
internal sealed class RequestGate : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly int _maxAdmitted;
    private readonly TimeSpan _maxWait;
    private int _admitted;

    internal RequestGate(int maxRunning, int maxWaiting, TimeSpan maxWait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRunning, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxWaiting);
        _places = new(maxRunning, maxRunning);
        _maxAdmitted = maxRunning + maxWaiting;
        _maxWait = maxWait;
    }

    /// <summary>Requests that run or wait.</summary>
    internal int Admitted => Volatile.Read(ref _admitted);

    /// <summary>Waits for a place to run; who gets one must <see cref="Leave"/>.</summary>
    /// <returns>False if too many wait already, or the wait was too long.</returns>
    internal ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _admitted) > _maxAdmitted)
        {
            Interlocked.Decrement(ref _admitted);
            return new(false);
        }

        return _places.Wait(0, CancellationToken.None) ? new(true) : WaitAsync(cancellationToken);
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave()
    {
        _places.Release();
        Interlocked.Decrement(ref _admitted);
    }

    public void Dispose() => _places.Dispose();

    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var entered = false;
        try
        {
            entered = await _places.WaitAsync(_maxWait, cancellationToken).ConfigureAwait(false);
            return entered;
        }
        finally
        {
            if (!entered) Interlocked.Decrement(ref _admitted);
        }
    }
}
