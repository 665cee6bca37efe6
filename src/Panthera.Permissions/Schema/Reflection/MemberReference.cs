namespace Panthera.Permissions.Schema.Reflection;

/// <summary>Names a relation or a permission.</summary>
/// <param name="Definition">The type's name.</param>
/// <param name="Name">The member's name.</param>
/// <param name="IsPermission">Whether it is a permission.</param>
public sealed record MemberReference(string Definition, string Name, bool IsPermission);
