using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>Why a check came out as it did, and the moment that it holds for.</summary>
/// <param name="Explanation">The result and its steps.</param>
/// <param name="CheckedAt">The moment.</param>
public sealed record PermissionExplanation(Explanation Explanation, ZedToken CheckedAt);
