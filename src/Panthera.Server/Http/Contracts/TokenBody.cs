using System.Text.Json.Serialization;

namespace Panthera.Server.Http.Contracts;

/// <summary>An access token, without its secret.</summary>
public sealed record TokenBody
{
    /// <summary>Names the token in listings and revocations; a string on the wire, as all 64-bit ids.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public required ulong Id { get; init; }

    /// <summary>`server`, `tenant-admin`, `permissions`, `permissions-read` or `subject`.</summary>
    public required string Scope { get; init; }

    /// <summary>The name of the tenant that it is confined to; absent for the server's.</summary>
    public string? Tenant { get; init; }

    /// <summary>On whose behalf it acts; absent where its scope names none.</summary>
    public string? Subject { get; init; }

    /// <summary>When it was minted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
