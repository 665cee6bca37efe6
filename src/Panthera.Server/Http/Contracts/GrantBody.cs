namespace Panthera.Server.Http.Contracts;

/// <summary>One grant on a path.</summary>
public sealed record GrantBody
{
    /// <summary>The relation, such as `viewer`.</summary>
    public required string Relation { get; init; }

    /// <summary>Who holds it.</summary>
    public required string Subject { get; init; }

    /// <summary>When it ends; absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What it depends on, `name` or `name:{json}`; absent for nothing.</summary>
    public string? Caveat { get; init; }
}
