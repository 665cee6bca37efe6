using System.Text.Json;
using Panthera.Cli.Client;
using Panthera.Files;
using Panthera.Permissions.Graph;

namespace Panthera.Cli.Output;

/// <summary>The members of `--json` documents; their names are stable.</summary>
internal static class Documents
{
    internal static void Entry(Utf8JsonWriter json, FileEntry entry)
    {
        json.WriteString("path", entry.Path.ToString());
        json.WriteString("kind", Kind(entry.Kind));
        if (entry.IsPassage)
        {
            json.WriteBoolean("isPassage", true);
            return;
        }

        json.WriteString("id", entry.Id.ToString());
        json.WriteNumber("version", entry.Version);
        json.WriteNumber("sizeBytes", entry.SizeBytes);
        json.WriteString("modifiedAt", Numbers.IsoTime(entry.ModifiedAt));
        Optional(json, "owner", entry.Owner?.ToString());
        Optional(json, "createdBy", entry.CreatedBy);
        json.WriteString("etag", entry.ETag);
    }

    internal static void Written(Utf8JsonWriter json, WriteResult result)
    {
        Entry(json, result.Entry);
        json.WriteBoolean("created", result.Created);
        json.WriteString("token", result.Token.ToString());
    }

    internal static void Changed(Utf8JsonWriter json, ChangeResult result)
    {
        json.WriteBoolean("changed", result.Changed);
        json.WriteString("token", result.Token.ToString());
    }

    internal static void Tenant(Utf8JsonWriter json, TenantInfo tenant)
    {
        json.WriteString("name", tenant.Name);
        json.WriteString("id", tenant.Id.ToString());
        json.WriteString("kind", Kind(tenant.Kind));
        json.WriteString("createdAt", Numbers.IsoTime(tenant.CreatedAt));
    }

    internal static void Token(Utf8JsonWriter json, NamedToken token)
    {
        Optional(json, "secret", token.Secret);
        json.WriteString("id", token.Id.ToString());
        json.WriteString("scope", TokenScopes.Name(token.Scope));
        Optional(json, "tenant", token.Tenant);
        Optional(json, "subject", token.Subject);
        json.WriteString("createdAt", Numbers.IsoTime(token.CreatedAt));
        Expiry(json, token.ExpiresAt);
    }

    internal static void Expiry(Utf8JsonWriter json, DateTimeOffset? expiresAt) =>
        Optional(json, "expiresAt", expiresAt is { } at ? Numbers.IsoTime(at) : null);

    internal static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    internal static string Kind(EntryKind kind) => kind == EntryKind.Directory ? "directory" : "file";

    internal static string Kind(TenantKind kind) => kind == TenantKind.Bare ? "bare" : "files";

    internal static string Name(Decision decision) => decision switch
    {
        Decision.Allowed => "allowed",
        Decision.Denied => "denied",
        Decision.Conditional => "conditional",
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };
}
