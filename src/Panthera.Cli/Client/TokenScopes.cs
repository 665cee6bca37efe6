using Panthera.Files;

namespace Panthera.Cli.Client;

/// <summary>The names of token scopes, as they are typed and as they travel.</summary>
internal static class TokenScopes
{
    private static readonly (TokenScope Scope, string Name)[] All =
    [
        (TokenScope.Server, "server"), (TokenScope.TenantAdmin, "tenant-admin"), (TokenScope.Permissions, "permissions"),
        (TokenScope.PermissionsRead, "permissions-read"), (TokenScope.Subject, "subject"),
    ];

    internal static string[] Names => Array.ConvertAll(All, static known => known.Name);

    internal static string Name(TokenScope scope) => Array.Find(All, known => known.Scope == scope).Name ?? scope.ToString();

    internal static TokenScope? Parse(string name) => Array.FindIndex(All, known => known.Name == name) is var index and >= 0 ? All[index].Scope : null;
}
