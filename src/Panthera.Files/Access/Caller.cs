using Panthera.Permissions;

namespace Panthera.Files;

/// <summary>On whose behalf a call is made, as authenticated; what they may do is decided by the gate.</summary>
public sealed class Caller
{
    private Caller(CallerKind kind, SubjectReference? subject)
    {
        Kind = kind;
        Subject = subject;
    }

    /// <summary>Whoever holds the data directory itself: everything is allowed, and each commit says it was the operator.</summary>
    public static Caller Operator { get; } = new(CallerKind.Operator, null);

    /// <summary>How far the caller's rights reach.</summary>
    public CallerKind Kind { get; }

    /// <summary>The subject whose grants decide; null for the operator.</summary>
    public SubjectReference? Subject { get; }

    /// <summary>Who a commit says made it.</summary>
    public string Actor => Subject is { } subject ? (Kind == CallerKind.TenantAdmin ? $"admin {subject}" : subject.ToString()) : "operator";

    /// <summary>A user or agent with no more than their grants.</summary>
    /// <exception cref="ArgumentException">The subject is a userset or a wildcard.</exception>
    public static Caller As(SubjectReference subject) => new(CallerKind.Subject, Concrete(subject));

    /// <summary>A tenant admin: manages schema, groups, grants and owners; reads and writes content only as far as the subject's grants reach.</summary>
    /// <exception cref="ArgumentException">The subject is a userset or a wildcard.</exception>
    public static Caller TenantAdmin(SubjectReference subject) => new(CallerKind.TenantAdmin, Concrete(subject));

    private static SubjectReference Concrete(SubjectReference subject) =>
        subject.Relation is null && subject.Id != "*"
            ? subject
            : throw new ArgumentException($"a caller is one user or agent, not `{subject}`", nameof(subject));
}
