using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>The answer of a check, and the moment that it holds for.</summary>
/// <param name="Result">Allowed, denied or conditional; never an error, which is a refusal.</param>
/// <param name="CheckedAt">The moment.</param>
public sealed record PermissionAnswer(CheckResult Result, ZedToken CheckedAt);
