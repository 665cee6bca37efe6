using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Graph;

/// <summary>The outcome of a check.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Error">Why nothing was; <see cref="EvaluationError.None"/> unless the decision is <see cref="Decision.Error"/>.</param>
/// <param name="ExpiresAt">Until when the decision holds at this revision: the earliest expiry it rests on; null for none.</param>
public readonly record struct CheckResult(Decision Decision, EvaluationError Error, DateTimeOffset? ExpiresAt)
{
    private readonly Doubt? _doubt;

    /// <summary>Whether the subject has the permission. False for errors and conditions: fail closed.</summary>
    public bool IsAllowed => Decision == Decision.Allowed;

    /// <summary>The parameters that a conditional decision waits for, sorted, each once; empty for any other decision.</summary>
    public IReadOnlyList<string> MissingContext => _doubt is null ? [] : _doubt.Missing;

    /// <summary>What went wrong, for people; empty unless the decision is an error that has more to say than its code.</summary>
    public string ErrorDetail => _doubt?.Detail ?? "";

    internal static CheckResult From(in Verdict verdict) => From(verdict.Decision, verdict.ExpiresAt, verdict.Doubt);

    private static CheckResult From(Decision decision, long expiresAt, Doubt? doubt) =>
        new(decision, doubt?.Error ?? EvaluationError.None, Expiry.ToTime(expiresAt), doubt);

    private CheckResult(Decision decision, EvaluationError error, DateTimeOffset? expiresAt, Doubt? doubt)
        : this(decision, error, expiresAt) => _doubt = doubt;
}
