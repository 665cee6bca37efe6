namespace Panthera.Cli.Import;

/// <summary>What to import, and where to.</summary>
internal sealed record ImportOptions
{
    /// <summary>The directory of this machine.</summary>
    internal required string Source { get; init; }

    /// <summary>The directory of the tenant; made if it is missing.</summary>
    internal required string Into { get; init; }

    /// <summary>Files written at once. They share commits and syncs: with fewer a disk waits, with more only memory grows.</summary>
    internal int InFlight { get; init; } = 96;

    /// <summary>Files to take at most; all by default.</summary>
    internal long Limit { get; init; } = long.MaxValue;

    /// <summary>Files larger than this are left out; none by default.</summary>
    internal long MaxFileBytes { get; init; } = long.MaxValue;
}
