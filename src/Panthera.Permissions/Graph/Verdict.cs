using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Graph;

/// <summary>The value of a subproblem, with what it rests on.</summary>
/// <param name="Decision">The value.</param>
/// <param name="ExpiresAt">The earliest expiry it rests on, in ticks.</param>
/// <param name="Height">Steps to the farthest subproblem that was looked at.</param>
/// <param name="Doubt">Why it is undecided; null when it is allowed or denied.</param>
internal readonly record struct Verdict(Decision Decision, long ExpiresAt, int Height, Doubt? Doubt)
{
    internal static Verdict Denied => new(Decision.Denied, Expiry.Never, 0, null);

    internal static Verdict Allowed => new(Decision.Allowed, Expiry.Never, 0, null);

    internal bool IsAllowed => Decision == Decision.Allowed;

    internal bool IsDenied => Decision == Decision.Denied;

    internal static Verdict AllowedUntil(long expiresAt) => new(Decision.Allowed, expiresAt, 0, null);

    internal static Verdict Undecided(Doubt doubt) => new(doubt.Decision, Expiry.Never, 0, doubt);

    internal static Verdict Failed(EvaluationError error) => Undecided(Doubt.Of(error));

    /// <summary>The same value, one step farther away and resting on one more relationship.</summary>
    internal Verdict Through(long expiresAt) => this with { ExpiresAt = Math.Min(ExpiresAt, expiresAt), Height = Height + 1 };

    /// <summary>The same value, resting on one more relationship.</summary>
    internal Verdict Until(long expiresAt) => this with { ExpiresAt = Math.Min(ExpiresAt, expiresAt) };

    /// <summary>The same value with another operand that does not settle it: resting on what that rests on too, and in doubt if that is.</summary>
    /// <remarks>A union begins with denied and is settled by an allowed operand; an intersection begins with allowed and is settled by a denied one.
    /// With neither, any operand in doubt leaves the whole in doubt.</remarks>
    internal Verdict And(in Verdict other)
    {
        var expiresAt = Math.Min(ExpiresAt, other.ExpiresAt);
        var height = Math.Max(Height, other.Height);
        if (other.Doubt is null) return new(Decision, expiresAt, height, Doubt);
        var doubt = Doubt.Join(Doubt, other.Doubt)!;
        return new(doubt.Decision, expiresAt, height, doubt);
    }
}
