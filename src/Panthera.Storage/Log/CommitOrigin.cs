namespace Panthera.Storage.Log;

/// <summary>Who made a commit, and what they said of it; recorded in the log.</summary>
/// <param name="Actor">The subject (`user:alice`), or `operator`; never empty.</param>
/// <param name="BatchId">Groups the commits of one larger job, such as an import; null for none.</param>
/// <param name="Metadata">Free text of the caller, at most 65,000 bytes; null for none.</param>
public sealed record CommitOrigin(string Actor, Guid? BatchId = null, string? Metadata = null)
{
    internal const int MaxMetadataBytes = 65_000;
}
