using Panthera.Cli.Client;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera token list`.</summary>
internal sealed class TokenListCommand : PantheraCommand
{
    internal TokenListCommand(Terminal terminal)
        : base(terminal, "list", "Lists the access tokens, without their secrets.", "token list --data ./data")
    {
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var tokens = (await client.TokensAsync(cancellationToken)).Value;
        if (context.Writer.IsJson)
        {
            foreach (var token in tokens) context.Writer.Json(json => Documents.Token(json, token));
            return ExitCodes.Done;
        }

        var table = Tables.Create(context.Writer, "id>", "scope", "tenant", "subject", "created (UTC)", "expires (UTC)");
        foreach (var token in tokens)
        {
            table.Row(
                token.Id.ToString(), TokenScopes.Name(token.Scope), token.Tenant ?? "", token.Subject ?? "",
                Numbers.Time(token.CreatedAt), token.ExpiresAt is { } at ? Numbers.Time(at) : "never");
        }

        if (tokens.Count == 0) context.Writer.Line("no tokens yet; make one with `panthera token create`");
        else context.Writer.Draw(table);
        return ExitCodes.Done;
    }
}
