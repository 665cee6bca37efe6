using Panthera.Files;

namespace Panthera.Cli.Client;

/// <summary>An access token as it is shown: its tenant by name, and its secret where it was just minted.</summary>
internal sealed record NamedToken(
    ulong Id,
    TokenScope Scope,
    string? Tenant,
    string? Subject,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    string? Secret = null);
