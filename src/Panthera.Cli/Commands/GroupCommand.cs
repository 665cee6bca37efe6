using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera group`.</summary>
internal sealed class GroupCommand : CommandGroup
{
    internal GroupCommand(Terminal terminal)
        : base("group", "Makes groups and changes their members.", "group create eng --data ./data", "group add eng user:bob --data ./data")
    {
        Add(new GroupCreateCommand(terminal));
        Add(new GroupAddCommand(terminal));
        Add(new GroupRemoveCommand(terminal));
    }
}
