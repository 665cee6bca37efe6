namespace Panthera.Storage;

/// <summary>Thrown by <see cref="Outcome{T}.Value"/> when the operation was refused; for callers who prefer exceptions to results.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refusal">The refusal it stands for.</param>
    public RefusedException(Refusal refusal)
        : base(refusal.Message) => Refusal = refusal;

    /// <summary>Why the operation was refused.</summary>
    public Refusal Refusal { get; }
}
