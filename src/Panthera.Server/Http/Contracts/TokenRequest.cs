namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a new access token.</summary>
public sealed record TokenRequest
{
    /// <summary>`server`, `tenant-admin`, `permissions`, `permissions-read` or `subject`.</summary>
    public required string Scope { get; init; }

    /// <summary>The name of the tenant; a tenant admin may leave it out, for its own.</summary>
    public string? Tenant { get; init; }

    /// <summary>On whose behalf the token acts, for the scopes `tenant-admin` and `subject`.</summary>
    public string? Subject { get; init; }

    /// <summary>When it ends; absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
