using System.Text.RegularExpressions;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tenants;

/// <summary>Names a new tenant. Its own first commit follows when it is first opened.</summary>
internal sealed partial class CreateTenantProposal(string name, TenantKind kind, SubjectReference? rootOwner) : Proposal<TenantInfo>
{
    public override Outcome<TenantInfo> Run(Draft draft)
    {
        if (!NamePattern().IsMatch(name))
            return new Refusal(RefusalCode.InvalidArgument, $"tenant name `{name}` is not valid: 1-63 of `a-z`, `0-9` and `-`, not beginning with `-`");
        if (rootOwner is not null && NamedSubject.Refuse(rootOwner, "the owner of a root") is { } misfit) return misfit;
        var system = draft.Of(SystemRoom.Instance);
        if (system.TryGetTenant(name, out _)) return new Refusal(RefusalCode.AlreadyExists, $"tenant `{name}` exists already");

        var info = new TenantInfo(new(system.NextTenant), name, kind, draft.Now);
        draft.Yield(new CounterRecord(SystemCounter.Tenant, system.NextTenant + 1));
        draft.Yield(new TenantRecord(info, rootOwner));
        return info;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
