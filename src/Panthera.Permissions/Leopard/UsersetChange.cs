using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Leopard;

/// <summary>A relationship between usersets that a commit wrote or removed.</summary>
/// <param name="At">The commit's revision.</param>
/// <param name="Container">The relation that the userset stands in, or stood.</param>
/// <param name="Userset">The userset.</param>
internal readonly record struct UsersetChange(ulong At, GrantTarget Container, SubjectKey Userset);
