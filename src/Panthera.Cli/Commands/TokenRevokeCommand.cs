using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera token revoke`.</summary>
internal sealed class TokenRevokeCommand : PantheraCommand
{
    private readonly Argument<string> _id = Parameters.Text("id", "the token's number, as `token list` shows it");

    internal TokenRevokeCommand(Terminal terminal)
        : base(terminal, "revoke", "Revokes an access token; it stops working at once.", "token revoke 7 --data ./data") => Add(_id);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!ulong.TryParse(context.Get(_id), out var id)) throw new UsageException($"`{context.Get(_id)}` is no token's number; `panthera token list` shows them");
        await using var client = await context.OpenClientAsync(cancellationToken);
        var token = (await client.RevokeTokenAsync(id, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Token(json, token));
        else context.Writer.Line($"revoked token {token.Id}");
        return ExitCodes.Done;
    }
}
