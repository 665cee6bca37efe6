using Panthera.Permissions;

namespace Panthera.Files;

/// <summary>One relationship on a file or directory, as its sharers see it.</summary>
/// <param name="Relation">The relation, such as `viewer`.</param>
/// <param name="Subject">Who holds it.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="Caveat">What it depends on; null for nothing.</param>
public sealed record Grant(string Relation, SubjectReference Subject, DateTimeOffset? ExpiresAt, RelationshipCaveat? Caveat = null);
