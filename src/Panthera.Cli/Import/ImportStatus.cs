namespace Panthera.Cli.Import;

/// <summary>What became of one file or directory.</summary>
internal enum ImportStatus
{
    /// <summary>Written, and durable.</summary>
    Written,

    /// <summary>There already, with the same bytes.</summary>
    Unchanged,

    /// <summary>A directory, made or there already.</summary>
    Directory,

    /// <summary>A link or special file, or beyond the limits that were given.</summary>
    Skipped,

    /// <summary>Could not be read, or was refused.</summary>
    Failed,
}
