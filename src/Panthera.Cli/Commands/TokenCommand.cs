using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera token`.</summary>
internal sealed class TokenCommand : CommandGroup
{
    internal TokenCommand(Terminal terminal)
        : base(
            "token",
            "Creates, lists and revokes the access tokens that a server takes.",
                "token create --scope subject --tenant acme --subject user:alice --data ./data",
                "token list --data ./data")
    {
        Add(new TokenCreateCommand(terminal));
        Add(new TokenListCommand(terminal));
        Add(new TokenRevokeCommand(terminal));
    }
}
