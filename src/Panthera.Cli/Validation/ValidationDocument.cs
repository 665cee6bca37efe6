namespace Panthera.Cli.Validation;

/// <summary>A validation file: a schema, relationships, and what is expected of them.</summary>
internal sealed record ValidationDocument
{
    /// <summary>The schema itself; null when it is in a file of its own.</summary>
    internal string? Schema { get; init; }

    /// <summary>The schema's file, relative to this one; null when the schema is here.</summary>
    internal string? SchemaFile { get; init; }

    internal IReadOnlyList<string> Relationships { get; init; } = [];

    internal IReadOnlyList<Assertion> Assertions { get; init; } = [];

    internal IReadOnlyList<ExpectedRelation> Expected { get; init; } = [];
}
