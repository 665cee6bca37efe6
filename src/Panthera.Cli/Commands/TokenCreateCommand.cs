using System.CommandLine;
using Panthera.Cli.Client;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera token create`.</summary>
internal sealed class TokenCreateCommand : PantheraCommand
{
    private readonly Option<string> _scope = new("--scope")
    {
        HelpName = "SCOPE",
        Description = $"what it is for: {string.Join(", ", TokenScopes.Names)}",
        DefaultValueFactory = static _ => "subject",
    };

    private readonly Option<string?> _subject = new("--subject") { HelpName = "SUBJECT", Description = "on whose behalf it acts (scopes subject and tenant-admin)" };

    private readonly Option<string?> _expires = Parameters.Expires();

    internal TokenCreateCommand(Terminal terminal)
        : base(
            terminal,
            "create",
            "Mints an access token; its secret is shown this once.",
            "token create --tenant acme --subject user:alice --data ./data",
            "token create --scope server --expires 30d --data ./data")
    {
        Add(_scope);
        Add(_subject);
        Add(_expires);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Get(_scope)!;
        var scope = TokenScopes.Parse(name) ?? throw new UsageException($"there is no scope `{name}`; there are {string.Join(", ", TokenScopes.Names)}");
        var subject = context.Get(_subject) is { } text ? Subjects.Parse(text) : null;
        var expiresAt = Durations.After(context.Get(_expires), context.Terminal.Time);
        await using var client = await context.OpenClientAsync(cancellationToken);
        var token = (await client.MintTokenAsync(scope, context.TenantOption, subject, expiresAt, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Token(json, token));
        else context.Writer.Line(token.Secret!);
        return ExitCodes.Done;
    }
}
