namespace Panthera.Permissions.Graph;

/// <summary>What was decided about a subject.</summary>
/// <remarks>
/// <para>"Not found in some index" is not a decision, and an error is not a denial: it denies this once, and is never kept.</para>
/// <para>Decisions combine by Kleene's rules, whatever the order: a union is allowed if any operand is, else an error if any is, else conditional if
/// any is, else denied; an intersection is denied if any operand is, else an error if any is, else conditional if any is, else allowed.</para>
/// </remarks>
public enum Decision
{
    /// <summary>The subject does not have the permission.</summary>
    Denied,

    /// <summary>It depends on context that the request did not give; <see cref="CheckResult.MissingContext"/> names it.</summary>
    Conditional,

    /// <summary>It could not be decided; <see cref="CheckResult.Error"/> says why.</summary>
    Error,

    /// <summary>The subject has the permission.</summary>
    Allowed,
}
