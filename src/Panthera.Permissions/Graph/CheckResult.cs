using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Graph;

/// <summary>The outcome of a check.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Error">Why nothing was; <see cref="EvaluationError.None"/> unless the decision is <see cref="Decision.Error"/>.</param>
/// <param name="ExpiresAt">Until when the decision holds at this revision: the earliest expiry it rests on; null for none.</param>
public readonly record struct CheckResult(Decision Decision, EvaluationError Error, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether the subject has the permission. False for errors and conditions: fail closed.</summary>
    public bool IsAllowed => Decision == Decision.Allowed;

    internal static CheckResult From(in Verdict verdict) => new(verdict.Decision, verdict.Error, Expiry.ToTime(verdict.ExpiresAt));
}
