using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Server.Http.Contracts;
using Panthera.Storage;

namespace Panthera.Cli.Client;

/// <summary>Turns the bodies of the HTTP API into what the store itself would have said.</summary>
internal static class Bodies
{
    internal static FileEntry Entry(EntryBody body)
    {
        _ = InodeId.TryParse(body.Id, out var id);
        return new FileEntry
        {
            Path = body.Path,
            Kind = body.Kind == "directory" ? EntryKind.Directory : EntryKind.File,
            IsPassage = body.IsPassage,
            Id = id,
            Version = body.Version ?? 0,
            SizeBytes = body.SizeBytes ?? 0,
            ModifiedAt = body.ModifiedAt ?? default,
            Owner = body.Owner is { } owner ? SubjectReference.Parse(owner) : null,
            CreatedBy = body.CreatedBy,
        };
    }

    internal static WriteResult Write(WriteBody body) => new(Entry(body.Entry), body.Created, Token(body.Token));

    internal static ChangeResult Change(ChangeBody body) => new(body.Changed, Token(body.Token));

    internal static CopyResult Copy(CopyBody body) =>
        new(Entry(body.Entry), body.CopiedEntries, body.LeftOut.Select(static path => (FilePath)path).ToArray(), Token(body.Token));

    internal static EntryPage Page(ListBody body) => new(body.Entries.Select(Entry).ToArray(), body.NextCursor, Token(body.Token));

    internal static IReadOnlyList<Grant> Grants(GrantsBody body) =>
        body.Grants.Select(static grant => new Grant(
            grant.Relation,
            SubjectReference.Parse(grant.Subject),
            grant.ExpiresAt,
            grant.Caveat is { } caveat ? RelationshipCaveat.Parse(caveat) : null)).ToArray();

    internal static CheckAnswer Check(CheckBody body) => new(Decision(body.Decision), Token(body.Token), body.ExpiresAt);

    internal static FileExplanation Explanation(ExplanationBody body) => new(
        SubjectReference.Parse(body.Subject),
        body.Permission,
        body.Path,
        Decision(body.Decision),
        body.Steps.Select(static step => new FileExplanationStep(step.Depth, step.Resource, step.Relation, step.Subject, step.Text, step.Granted)).ToArray(),
        body.IsCut,
        Token(body.Token));

    internal static TenantInfo Tenant(TenantBody body) =>
        new(new TenantId(body.Id), body.Name, body.Kind == "bare" ? TenantKind.Bare : TenantKind.Files, body.CreatedAt);

    internal static NamedToken AccessToken(TokenBody body) => new(
        body.Id,
        TokenScopes.Parse(body.Scope) ?? throw Unknown(body.Scope),
        body.Tenant,
        body.Subject,
        body.CreatedAt,
        body.ExpiresAt);

    private static Decision Decision(string name) => name switch
    {
        "allowed" => Permissions.Graph.Decision.Allowed,
        "denied" => Permissions.Graph.Decision.Denied,
        "conditional" => Permissions.Graph.Decision.Conditional,
        _ => throw Unknown(name),
    };

    private static ZedToken Token(string text) => ZedToken.TryParse(text, out var token) ? token : throw Unknown(text);

    private static UsageException Unknown(string text) => new($"the server answers with `{text}`, which this version does not know; use the server's version of `panthera`");
}
