using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>Who has a permission, as the expression that computes it, and the moment that it holds for.</summary>
/// <param name="Root">The expression, its usersets unexpanded.</param>
/// <param name="ExpandedAt">The moment.</param>
public sealed record PermissionExpansion(ExpansionNode Root, ZedToken ExpandedAt);
