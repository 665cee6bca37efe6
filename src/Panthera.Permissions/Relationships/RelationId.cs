namespace Panthera.Permissions.Relationships;

/// <summary>The stored number of a relation's or permission's name within a tenant, whatever type has it; never reused.</summary>
/// <remarks>Stored in 64 bits; names are few, so memory holds 32. 0 (also <c>default</c>) is none: the subject is the object itself.</remarks>
/// <param name="Value">The number, from 1.</param>
public readonly record struct RelationId(uint Value)
{
    /// <summary>No relation.</summary>
    public static RelationId None => default;
}
