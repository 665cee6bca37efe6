namespace Panthera.Permissions.Relationships;

/// <summary>What a <see cref="RelationshipUpdate"/> does.</summary>
public enum RelationshipOperation
{
    /// <summary>Writes it, or replaces its expiry and caveat when it is there.</summary>
    Touch,

    /// <summary>Writes it; refused when it is there.</summary>
    Create,

    /// <summary>Removes it; no error when it is not there.</summary>
    Delete,
}
