using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera tenant list`.</summary>
internal sealed class TenantListCommand : PantheraCommand
{
    internal TenantListCommand(Terminal terminal)
        : base(terminal, "list", "Lists the tenants.", "tenant list --data ./data")
    {
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var client = await context.OpenClientAsync(cancellationToken);
        var tenants = (await client.TenantsAsync(cancellationToken)).Value;
        if (context.Writer.IsJson)
        {
            foreach (var tenant in tenants) context.Writer.Json(json => Documents.Tenant(json, tenant));
            return ExitCodes.Done;
        }

        var table = Tables.Create(context.Writer, "tenant", "kind", "created (UTC)", "number>");
        foreach (var tenant in tenants) table.Row(tenant.Name, Documents.Kind(tenant.Kind), Numbers.Time(tenant.CreatedAt), tenant.Id.ToString());
        if (tenants.Count == 0) context.Writer.Line("no tenants yet; make one with `panthera tenant create NAME --owner user:alice`");
        else context.Writer.Draw(table);
        return ExitCodes.Done;
    }
}
