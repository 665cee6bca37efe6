using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Graph;

/// <summary>The value of a subproblem, with what it rests on.</summary>
/// <param name="Decision">The value.</param>
/// <param name="ExpiresAt">The earliest expiry it rests on, in ticks.</param>
/// <param name="Height">Steps to the farthest subproblem that was looked at.</param>
/// <param name="Error">Why there is no value.</param>
internal readonly record struct Verdict(Decision Decision, long ExpiresAt, int Height, EvaluationError Error = EvaluationError.None)
{
    internal static Verdict Denied => new(Decision.Denied, Expiry.Never, 0);

    internal static Verdict Allowed => new(Decision.Allowed, Expiry.Never, 0);

    internal bool IsAllowed => Decision == Decision.Allowed;

    internal static Verdict AllowedUntil(long expiresAt) => new(Decision.Allowed, expiresAt, 0);

    internal static Verdict Failed(EvaluationError error) => new(Decision.Error, Expiry.Never, 0, error);

    /// <summary>The same value, one step farther away and resting on one more relationship.</summary>
    internal Verdict Through(long expiresAt) => this with { ExpiresAt = Math.Min(ExpiresAt, expiresAt), Height = Height + 1 };

    /// <summary>The same value, resting on what another rests on too.</summary>
    internal Verdict And(in Verdict other) =>
        this with { ExpiresAt = Math.Min(ExpiresAt, other.ExpiresAt), Height = Math.Max(Height, other.Height) };
}
