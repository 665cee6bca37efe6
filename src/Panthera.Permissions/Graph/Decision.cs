namespace Panthera.Permissions.Graph;

/// <summary>What was decided about a subject.</summary>
/// <remarks>"Not found in some index" is not a decision, and an error is not a denial: it denies this once, and is never kept.</remarks>
public enum Decision
{
    /// <summary>The subject does not have the permission.</summary>
    Denied,

    /// <summary>It depends on context that the request did not give. Reserved: nothing yields it before there are caveats.</summary>
    Conditional,

    /// <summary>It could not be decided; <see cref="CheckResult.Error"/> says why.</summary>
    Error,

    /// <summary>The subject has the permission.</summary>
    Allowed,
}
