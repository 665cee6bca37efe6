using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera group remove`.</summary>
internal sealed class GroupRemoveCommand : PantheraCommand
{
    private readonly Argument<string> _group = Parameters.Text("group", "the group's name");

    private readonly Argument<string> _member = Parameters.Subject("member");

    internal GroupRemoveCommand(Terminal terminal)
        : base(terminal, "remove", "Removes a member; what they could do through the group ends at once.", "group remove eng user:bob --data ./data")
    {
        Add(_group);
        Add(_member);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (group, member) = (context.Get(_group), Subjects.Parse(context.Get(_member)));
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.RemoveGroupMemberAsync(group, member, cancellationToken)).Value;
        return ChangeOutput.Show(context, result, $"{member} is no longer a member of group:{group}", $"{member} was not a member of group:{group}");
    }
}
