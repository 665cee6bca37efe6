namespace Panthera.Permissions.Caveats;

/// <summary>What evaluating a caveat came to.</summary>
public enum CaveatOutcomeKind
{
    /// <summary>It could not be evaluated, which is an error and never a permit.</summary>
    Failed,

    /// <summary>The condition does not hold.</summary>
    False,

    /// <summary>It depends on parameters that neither context gives.</summary>
    Partial,

    /// <summary>The condition holds.</summary>
    True,
}
