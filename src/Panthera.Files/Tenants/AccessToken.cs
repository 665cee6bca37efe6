using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>An access token as it is stored; the secret itself is not.</summary>
/// <param name="Id">Names the token in listings and revocations; not secret.</param>
/// <param name="Scope">What it is for.</param>
/// <param name="Tenant">The tenant it is confined to; null for the server's.</param>
/// <param name="Subject">On whose behalf it acts; null where its scope names none.</param>
/// <param name="CreatedAt">When it was minted.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
public sealed record AccessToken(ulong Id, TokenScope Scope, TenantId? Tenant, SubjectReference? Subject, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
