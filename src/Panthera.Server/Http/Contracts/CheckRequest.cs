namespace Panthera.Server.Http.Contracts;

/// <summary>Asks whether a subject has a permission on a path, or why.</summary>
public sealed record CheckRequest
{
    /// <summary>Who is asked about; absent for the caller.</summary>
    public string? Subject { get; init; }

    /// <summary>The permission: `read`, `write`, `share`, or another of the schema.</summary>
    public required string Permission { get; init; }

    /// <summary>The path.</summary>
    public required string Path { get; init; }
}
