using Panthera.Storage;

namespace Panthera.Files;

/// <summary>The relationships of one moment in pages, made as they are walked.</summary>
/// <remarks>It pins the snapshot until it is let go of. Walk it once.</remarks>
/// <param name="ReadAt">The moment.</param>
/// <param name="Pages">The pages, to the end.</param>
public sealed record ExportStream(ZedToken ReadAt, IEnumerable<RelationshipPage> Pages);
