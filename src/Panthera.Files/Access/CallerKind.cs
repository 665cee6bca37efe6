namespace Panthera.Files;

/// <summary>How far a caller's rights reach.</summary>
public enum CallerKind
{
    /// <summary>The subject's grants, and nothing else.</summary>
    Subject,

    /// <summary>The subject's grants for content; and the tenant's schema, groups, grants and owners.</summary>
    TenantAdmin,

    /// <summary>Everything.</summary>
    Operator,
}
