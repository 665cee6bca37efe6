using System.CommandLine;

namespace Panthera.Cli.Commands;

/// <summary>A command that only holds others.</summary>
internal abstract class CommandGroup : Command
{
    protected CommandGroup(string name, string sentence, params ReadOnlySpan<string> examples)
        : base(name, sentence) => Examples = examples.ToArray();

    /// <summary>Calls of its commands, for its help.</summary>
    internal IReadOnlyList<string> Examples { get; }
}
