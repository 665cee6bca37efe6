namespace Panthera.Permissions.Relationships;

/// <summary>The stored number of a type's name within a tenant; never reused, so a type keeps it when it leaves the schema and returns.</summary>
/// <remarks>Stored in 64 bits; names are few, so memory holds 32. 0 (also <c>default</c>) is no type.</remarks>
/// <param name="Value">The number, from 1.</param>
public readonly record struct TypeId(uint Value);
