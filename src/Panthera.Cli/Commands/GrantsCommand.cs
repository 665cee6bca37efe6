using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera grants`.</summary>
internal sealed class GrantsCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path();

    internal GrantsCommand(Terminal terminal)
        : base(terminal, "grants", "Lists the grants on a path itself; inherited ones are on the directories above.", "grants /docs --data ./data") => Add(_path);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var path = context.Get(_path);
        var grants = (await client.GrantsAsync(path, cancellationToken)).Value;
        if (context.Writer.IsJson)
        {
            foreach (var grant in grants)
            {
                context.Writer.Json(json =>
                {
                    json.WriteString("path", path);
                    json.WriteString("relation", grant.Relation);
                    json.WriteString("subject", grant.Subject.ToString());
                    Documents.Expiry(json, grant.ExpiresAt);
                    if (grant.Caveat is { } caveat) json.WriteString("caveat", caveat.ToString());
                });
            }

            return ExitCodes.Done;
        }

        // Without conditional grants, as most tenants are, the column would only be noise.
        var hasCaveats = grants.Any(grant => grant.Caveat is not null);
        var table = Tables.Create(context.Writer, hasCaveats ? ["relation", "subject", "expires (UTC)", "only if"] : ["relation", "subject", "expires (UTC)"]);
        foreach (var grant in grants)
        {
            string[] row = [grant.Relation, grant.Subject.ToString(), grant.ExpiresAt is { } at ? Numbers.Time(at) : "never", grant.Caveat?.ToString() ?? ""];
            table.Row(hasCaveats ? row : row[..3]);
        }

        if (grants.Count == 0) context.Writer.Line($"no grants on {path} itself");
        else context.Writer.Draw(table);
        return ExitCodes.Done;
    }
}
