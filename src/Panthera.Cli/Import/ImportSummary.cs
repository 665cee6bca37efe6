namespace Panthera.Cli.Import;

/// <summary>Counts of one import.</summary>
internal sealed record ImportSummary
{
    internal long Written { get; init; }

    internal long WrittenBytes { get; init; }

    internal long Unchanged { get; init; }

    internal long Directories { get; init; }

    internal long Skipped { get; init; }

    internal long Failed { get; init; }

    internal TimeSpan Elapsed { get; init; }

    internal bool IsStopped { get; init; }

    /// <summary>Files written in a second.</summary>
    internal double FilesPerSecond => Elapsed > TimeSpan.Zero ? Written / Elapsed.TotalSeconds : 0;
}
