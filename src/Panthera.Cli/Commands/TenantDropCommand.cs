using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera tenant drop`.</summary>
internal sealed class TenantDropCommand : PantheraCommand
{
    private readonly Argument<string> _name = Parameters.Text("name", "the tenant");

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "do not ask" };

    internal TenantDropCommand(Terminal terminal)
        : base(terminal, "drop", "Drops a tenant with all its files, permissions and tokens; there is no way back.", "tenant drop acme --yes --data ./data")
    {
        Add(_name);
        Add(_yes);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Get(_name);
        await using var client = await context.OpenClientAsync(cancellationToken);
        if (!context.Get(_yes) && !IsConfirmed(context, name)) return ExitCodes.Refused;
        var tenant = (await client.DropTenantAsync(name, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Tenant(json, tenant));
        else context.Writer.Line($"dropped tenant {tenant.Name}");
        return ExitCodes.Done;
    }

    private static bool IsConfirmed(CommandContext context, string name)
    {
        context.Terminal.Error.Write($"drop tenant `{name}` with everything in it? write its name to do so: ");
        var answer = context.Terminal.ReadLine();
        if (answer == name) return true;
        if (answer is null) context.Terminal.Error.WriteLine();
        context.Writer.Error(answer is null ? "nobody is there to ask; give `--yes` to drop it" : "not dropped");
        return false;
    }
}
