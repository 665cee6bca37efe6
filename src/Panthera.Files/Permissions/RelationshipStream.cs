using Panthera.Storage;

namespace Panthera.Files;

/// <summary>Relationships of one moment, in a fixed order, found as they are walked.</summary>
/// <remarks>It pins the snapshot until it is let go of. Walk it once.</remarks>
/// <param name="ReadAt">The moment.</param>
/// <param name="Relationships">The relationships, no more than asked for.</param>
public sealed record RelationshipStream(ZedToken ReadAt, IEnumerable<FoundRelationship> Relationships);
