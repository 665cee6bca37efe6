using Panthera.Files;
using Panthera.Permissions.Graph;

namespace Panthera.Server.Http.Contracts;

/// <summary>The words that bodies use for what is an enumeration in the library; for servers and clients.</summary>
public static class WireNames
{
    /// <summary>The word for a token's scope.</summary>
    public static string Of(TokenScope scope) => scope switch
    {
        TokenScope.Server => "server",
        TokenScope.TenantAdmin => "tenant-admin",
        TokenScope.Permissions => "permissions",
        TokenScope.PermissionsRead => "permissions-read",
        TokenScope.Subject => "subject",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    /// <summary>The scope that a word names.</summary>
    public static bool TryParse(string text, out TokenScope scope)
    {
        scope = text switch
        {
            "server" => TokenScope.Server,
            "tenant-admin" => TokenScope.TenantAdmin,
            "permissions" => TokenScope.Permissions,
            "permissions-read" => TokenScope.PermissionsRead,
            "subject" => TokenScope.Subject,
            _ => default,
        };
        return scope != default;
    }

    /// <summary>The word for an entry's kind.</summary>
    public static string Of(EntryKind kind) => kind == EntryKind.Directory ? "directory" : "file";

    /// <summary>The word for a tenant's kind.</summary>
    public static string Of(TenantKind kind) => kind == TenantKind.Bare ? "bare" : "files";

    /// <summary>The word for a decision.</summary>
    public static string Of(Decision decision) => decision switch
    {
        Decision.Allowed => "allowed",
        Decision.Denied => "denied",
        Decision.Conditional => "conditional",
        _ => "error",
    };
}
