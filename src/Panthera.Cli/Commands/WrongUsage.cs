using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class WrongUsage
{
    /// <summary>Whether a command line cannot be run as it is.</summary>
    internal static bool IsWrong(ParseResult result) =>
        (result.Errors.Count > 0 && result.Action is ParseErrorAction) || (result.Action is not ExampleHelp && TakenForArgument(result) is not null);

    internal static void Report(ParseResult result, Terminal terminal)
    {
        var writer = new Writer(terminal, json: false);
        var command = result.CommandResult.Command;
        var unknown = TakenForArgument(result) ?? (result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens[0] : null);
        writer.Error(unknown is null ? Sentence(result.Errors[0].Message) : Unknown(command, unknown));
        writer.Error($"see `{Name(command)} --help`");
    }

    /// <summary>The known name that differs least from what was written; null when none is near.</summary>
    internal static string? Nearest(string written, IEnumerable<string> known)
    {
        // A third of the letters wrong, and at least two, still reads as the same word; more would be guessing.
        var bound = Math.Max(2, written.Length / 3);
        return known.Select(name => (Name: name, Distance: Distance(written, name)))
            .Where(candidate => candidate.Distance <= bound && candidate.Distance < candidate.Name.Length)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name).FirstOrDefault();
    }

    /// <summary>A misspelt option that the parser took for an argument; what follows `--` is one, whatever it looks like.</summary>
    private static string? TakenForArgument(ParseResult result) => result.Tokens.Any(static token => token.Type == TokenType.DoubleDash)
        ? null
        : result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens)
            .Select(static token => token.Value).FirstOrDefault(static value => value.Length > 1 && value[0] == '-');

    private static string Unknown(Command command, string unknown)
    {
        var isOption = unknown.StartsWith('-');
        var known = isOption ? OptionNames(command) : command.Subcommands.Select(static subcommand => subcommand.Name);
        var nearest = Nearest(unknown, known);
        var meant = nearest is null ? "" : $"; did you mean `{nearest}`?";
        if (isOption) return $"`{Name(command)}` has no option `{unknown}`{meant}";
        return command.Subcommands.Count > 0 ? $"there is no command `{unknown}`{meant}" : $"`{Name(command)}` takes no further argument `{unknown}`";
    }

    private static IEnumerable<string> OptionNames(Command command)
    {
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
        {
            foreach (var option in current.Options)
            {
                if (current == command || option.Recursive) yield return option.Name;
            }
        }
    }

    private static string Name(Command command)
    {
        var names = new List<string>();
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            names.Insert(0, current is RootCommand ? "panthera" : current.Name);
        return string.Join(' ', names);
    }

    /// <summary>The parser's messages, in the form that all messages here have.</summary>
    private static string Sentence(string message)
    {
        var text = message.Split('\n')[0].TrimEnd('.', '\r', ' ').Replace('\'', '`');
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "the command line is incomplete";
    }

    /// <summary>Edits (insert, delete, replace, swap neighbours) from one word to the other.</summary>
    private static int Distance(string from, string to)
    {
        var table = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) table[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[from.Length, to.Length];
    }
}
