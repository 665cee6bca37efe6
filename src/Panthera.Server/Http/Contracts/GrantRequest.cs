namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a grant.</summary>
public sealed record GrantRequest
{
    /// <summary>The relation to give, such as `viewer`.</summary>
    public required string Relation { get; init; }

    /// <summary>Who gets it: `user:bob`, `group:eng#member`.</summary>
    public required string Subject { get; init; }

    /// <summary>When it ends; absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
