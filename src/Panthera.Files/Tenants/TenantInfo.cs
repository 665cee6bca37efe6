using Panthera.Storage;

namespace Panthera.Files;

/// <summary>A tenant as the directory of tenants lists it.</summary>
/// <param name="Id">Its number, never reused.</param>
/// <param name="Name">Its name: `[a-z0-9][a-z0-9-]{0,62}`.</param>
/// <param name="Kind">With files, or bare.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record TenantInfo(TenantId Id, string Name, TenantKind Kind, DateTimeOffset CreatedAt);
