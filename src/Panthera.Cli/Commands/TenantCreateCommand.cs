using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera tenant create`.</summary>
internal sealed class TenantCreateCommand : PantheraCommand
{
    private readonly Argument<string> _name = Parameters.Text("name", "a-z, 0-9 and -, up to 63 of them");

    private readonly Option<string?> _owner = new("--owner") { HelpName = "SUBJECT", Description = "with files: the user or agent who owns the root directory" };

    private readonly Option<bool> _bare = new("--bare") { Description = "permissions only: no files, and no schema until one is written" };

    internal TenantCreateCommand(Terminal terminal)
        : base(terminal, "create", "Creates a tenant: with files and an owner, or bare.", "tenant create acme --owner user:alice --data ./data")
    {
        Add(_name);
        Add(_owner);
        Add(_bare);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var owner = context.Get(_owner) is { } text ? Subjects.Parse(text) : null;
        if (owner is null != context.Get(_bare)) throw new UsageException("give `--owner user:NAME` for a tenant with files, or `--bare` for permissions only");
        await using var client = await context.OpenClientAsync(cancellationToken);
        var tenant = (await client.CreateTenantAsync(context.Get(_name), owner, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Tenant(json, tenant));
        else context.Writer.Line(owner is null ? $"created tenant {tenant.Name}, bare" : $"created tenant {tenant.Name}; {owner} owns its root directory");
        return ExitCodes.Done;
    }
}
