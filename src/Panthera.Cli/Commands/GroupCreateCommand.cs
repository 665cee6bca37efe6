using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera group create`.</summary>
internal sealed class GroupCreateCommand : PantheraCommand
{
    private readonly Argument<string> _group = Parameters.Text("group", "its name, such as eng");

    private readonly Option<string?> _manager = new("--manager") { HelpName = "SUBJECT", Description = "the user or agent who may change its members" };

    internal GroupCreateCommand(Terminal terminal)
        : base(terminal, "create", "Makes a group, optionally with a manager.", "group create eng --manager user:alice --data ./data")
    {
        Add(_group);
        Add(_manager);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var manager = context.Get(_manager) is { } text ? Subjects.Parse(text) : null;
        await using var client = await context.OpenClientAsync(cancellationToken);
        var group = context.Get(_group);
        var result = (await client.CreateGroupAsync(group, manager, cancellationToken)).Value;
        return ChangeOutput.Show(context, result, $"group:{group} is there; its members are group:{group}#member", $"group:{group} is there already");
    }
}
