namespace Panthera.Permissions.Graph;

/// <summary>The bounds of one look-up's memory. Past them it walks every object of the type instead of searching, and finds the same.</summary>
internal static class LookupLimits
{
    /// <summary>Candidates that are held at a time: 2 MB.</summary>
    internal const int MaxCandidates = 1 << 18;

    /// <summary>Other objects that a search may pass through: about 6 MB.</summary>
    internal const int MaxReached = 1 << 17;

    /// <summary>Candidates that are checked before results are handed on.</summary>
    internal const int Window = 256;

    /// <summary>Subjects that a wildcard's result may except; a result cannot be complete without all of them.</summary>
    internal const int MaxExcluded = 100_000;
}
