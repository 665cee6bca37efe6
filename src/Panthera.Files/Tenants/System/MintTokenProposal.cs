using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tenants;

/// <summary>Stores a new access token by the hash of its secret.</summary>
internal sealed class MintTokenProposal(TokenScope scope, string? tenant, SubjectReference? subject, DateTimeOffset? expiresAt, string secretHash) : Proposal<AccessToken>
{
    public override Outcome<AccessToken> Run(Draft draft)
    {
        var system = draft.Of(SystemRoom.Instance);
        TenantId? confinedTo = null;
        if (tenant is not null)
        {
            if (!system.TryGetTenant(tenant, out var found)) return new Refusal(RefusalCode.NotFound, $"there is no tenant `{tenant}`");
            confinedTo = found.Info.Id;
        }

        if (Misfit(confinedTo) is { } misfit) return new Refusal(RefusalCode.InvalidArgument, misfit);
        if (subject is not null && NamedSubject.Refuse(subject, "the subject of a token") is { } unusable) return unusable;
        if (expiresAt <= draft.Now) return new Refusal(RefusalCode.InvalidArgument, $"expiry `{expiresAt:O}` has passed already");

        var token = new AccessToken(system.NextToken, scope, confinedTo, subject, draft.Now, expiresAt);
        draft.Yield(new CounterRecord(SystemCounter.Token, system.NextToken + 1));
        draft.Yield(new TokenRecord(token, secretHash));
        return token;
    }

    private string? Misfit(TenantId? confinedTo) => scope switch
    {
        _ when !Enum.IsDefined(scope) => $"there is no token scope {(int)scope}",
        TokenScope.Server when confinedTo is not null || subject is not null => "a token of scope `server` names neither tenant nor subject",
        TokenScope.Server => null,
        _ when !Enum.IsDefined(scope) => $"`{scope}` is no token scope; use `server`, `tenant-admin`, `permissions`, `permissions-read` or `subject`",
        _ when confinedTo is null => $"a token of scope `{Name}` needs a tenant",
        TokenScope.Subject or TokenScope.TenantAdmin when subject is null => $"a token of scope `{Name}` needs a subject, such as `user:alice`",
        TokenScope.Permissions or TokenScope.PermissionsRead when subject is not null => $"a token of scope `{Name}` names no subject",
        _ => null,
    };

    private string Name => scope switch
    {
        TokenScope.TenantAdmin => "tenant-admin",
        TokenScope.PermissionsRead => "permissions-read",
        TokenScope.Permissions => "permissions",
        TokenScope.Subject => "subject",
        _ => "server",
    };
}
