using Panthera.Files;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http;

/// <summary>Turns the library's results into bodies.</summary>
internal static class WireMapping
{
    internal static EntryBody ToBody(this FileEntry entry) => entry.IsPassage
        ? new EntryBody { Path = entry.Path.ToString(), Kind = WireNames.Of(entry.Kind), IsPassage = true }
        : new EntryBody
        {
            Path = entry.Path.ToString(),
            Kind = WireNames.Of(entry.Kind),
            Id = entry.Id.ToString(),
            Version = entry.Version,
            SizeBytes = entry.SizeBytes,
            ModifiedAt = entry.ModifiedAt,
            Owner = entry.Owner?.ToString(),
            CreatedBy = entry.CreatedBy,
            ETag = entry.ETag,
        };

    internal static WriteBody ToBody(this WriteResult result) => new() { Entry = result.Entry.ToBody(), Created = result.Created, Token = result.Token.ToString() };

    internal static ChangeBody ToBody(this ChangeResult result) => new() { Changed = result.Changed, Token = result.Token.ToString() };

    internal static ListBody ToBody(this EntryPage page)
    {
        var entries = new EntryBody[page.Entries.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = page.Entries[i].ToBody();
        return new() { Entries = entries, NextCursor = page.NextCursor, Token = page.Token.ToString() };
    }

    internal static CopyBody ToBody(this CopyResult result) => new()
    {
        Entry = result.Entry.ToBody(),
        CopiedEntries = result.CopiedEntries,
        LeftOut = [.. result.LeftOut.Select(path => path.ToString())],
        Token = result.Token.ToString(),
    };

    internal static GrantBody ToBody(this Grant grant) => new() { Relation = grant.Relation, Subject = grant.Subject.ToString(), ExpiresAt = grant.ExpiresAt, Caveat = grant.Caveat?.ToString() };

    internal static CheckBody ToBody(this CheckAnswer answer) => new() { Decision = WireNames.Of(answer.Decision), Token = answer.Token.ToString(), ExpiresAt = answer.ExpiresAt };

    internal static ExplanationBody ToBody(this FileExplanation explanation) => new()
    {
        Subject = explanation.Subject.ToString(),
        Permission = explanation.Permission,
        Path = explanation.Path.ToString(),
        Decision = WireNames.Of(explanation.Decision),
        Steps = [.. explanation.Steps.Select(ToBody)],
        IsCut = explanation.IsCut,
        Token = explanation.Token.ToString(),
    };

    internal static TenantBody ToBody(this TenantInfo tenant) => new() { Id = tenant.Id.Value, Name = tenant.Name, Kind = WireNames.Of(tenant.Kind), CreatedAt = tenant.CreatedAt };

    internal static TokenBody ToBody(this AccessToken token, string? tenant) => new()
    {
        Id = token.Id,
        Scope = WireNames.Of(token.Scope),
        Tenant = tenant,
        Subject = token.Subject?.ToString(),
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
    };

    private static ExplanationStepBody ToBody(FileExplanationStep step) => new()
    {
        Depth = step.Depth,
        Resource = step.Resource,
        Relation = step.Relation,
        Subject = step.Subject,
        Text = step.Text,
        Granted = step.Granted,
    };
}
