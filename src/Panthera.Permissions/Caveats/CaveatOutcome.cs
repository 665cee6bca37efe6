using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats;

/// <summary>What evaluating a caveat came to: true, false, partial for want of parameters, or failed.</summary>
/// <remarks>INVARIANT (fail-closed): <c>default</c> is a failure, so that an outcome nobody set permits nothing.</remarks>
public readonly struct CaveatOutcome
{
    private readonly ImmutableArray<string> _missing;
    private readonly string? _message;

    private CaveatOutcome(CaveatOutcomeKind kind, ImmutableArray<string> missing, CaveatFailureKind failure, string? message)
    {
        Kind = kind;
        FailureKind = failure;
        _missing = missing;
        _message = message;
    }

    /// <summary>The condition holds.</summary>
    public static CaveatOutcome True { get; } = new(CaveatOutcomeKind.True, [], default, null);

    /// <summary>The condition does not hold.</summary>
    public static CaveatOutcome False { get; } = new(CaveatOutcomeKind.False, [], default, null);

    /// <summary>What it came to.</summary>
    public CaveatOutcomeKind Kind { get; }

    /// <summary>The parameters still missing, sorted, each once; empty unless partial.</summary>
    public ImmutableArray<string> MissingParameters => _missing.IsDefault ? [] : _missing;

    /// <summary>Why it failed; without meaning unless failed.</summary>
    public CaveatFailureKind FailureKind { get; }

    /// <summary>What went wrong, for people; empty unless failed.</summary>
    public string Message => Kind == CaveatOutcomeKind.Failed ? _message ?? "the caveat was not evaluated" : string.Empty;

    /// <summary>Makes the outcome that waits for parameters.</summary>
    /// <param name="missingParameters">At least one name, sorted, each once.</param>
    public static CaveatOutcome Partial(ImmutableArray<string> missingParameters) =>
        missingParameters.IsDefaultOrEmpty
            ? throw new ArgumentException("a partial outcome names at least one parameter", nameof(missingParameters))
            : new(CaveatOutcomeKind.Partial, missingParameters, default, null);

    /// <summary>Makes the outcome of an evaluation that failed.</summary>
    public static CaveatOutcome Failed(CaveatFailureKind kind, string message) => new(CaveatOutcomeKind.Failed, [], kind, message);

    /// <summary>Returns the outcome for people.</summary>
    public override string ToString() => Kind switch
    {
        CaveatOutcomeKind.True => "true",
        CaveatOutcomeKind.False => "false",
        CaveatOutcomeKind.Partial => $"partial, missing {string.Join(", ", MissingParameters)}",
        _ => $"failed: {Message}",
    };
}
