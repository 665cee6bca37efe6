using System.CommandLine;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera group add`.</summary>
internal sealed class GroupAddCommand : PantheraCommand
{
    private readonly Argument<string> _group = Parameters.Text("group", "the group's name");

    private readonly Argument<string> _member = Parameters.Subject("member");

    private readonly Option<string?> _expires = Parameters.Expires();

    internal GroupAddCommand(Terminal terminal)
        : base(terminal, "add", "Adds a user, an agent or the members of another group.", "group add eng group:runtime#member --data ./data")
    {
        Add(_group);
        Add(_member);
        Add(_expires);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (group, member) = (context.Get(_group), Subjects.Parse(context.Get(_member)));
        var expiresAt = Durations.After(context.Get(_expires), context.Terminal.Time);
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.AddGroupMemberAsync(group, member, expiresAt, cancellationToken)).Value;
        return ChangeOutput.Show(context, result, $"{member} is a member of group:{group}", $"{member} is a member of group:{group} already");
    }
}
