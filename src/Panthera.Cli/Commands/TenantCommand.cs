using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera tenant`.</summary>
internal sealed class TenantCommand : CommandGroup
{
    internal TenantCommand(Terminal terminal)
        : base("tenant", "Creates, drops and lists tenants.", "tenant create acme --owner user:alice --data ./data", "tenant list --data ./data")
    {
        Add(new TenantCreateCommand(terminal));
        Add(new TenantDropCommand(terminal));
        Add(new TenantListCommand(terminal));
    }
}
