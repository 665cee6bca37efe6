using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>The answers of a bulk check, all of one moment.</summary>
/// <param name="CheckedAt">The moment.</param>
/// <param name="Results">The results in the order of the questions; a question that cannot be answered has its own refusal.</param>
public sealed record BulkPermissionAnswer(ZedToken CheckedAt, IReadOnlyList<Outcome<CheckResult>> Results);
