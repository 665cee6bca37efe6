using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Cli.Schemas;
using Panthera.Permissions.Schema;

namespace Panthera.Cli.Commands;

/// <summary>`panthera schema fmt`.</summary>
internal sealed class SchemaFormatCommand : PantheraCommand
{
    private readonly Argument<string> _file = Parameters.Text("file", "the schema; - for the standard input");

    private readonly Option<bool> _write = new("--write", "-w") { Description = "write the file instead of showing it" };

    private readonly Option<bool> _check = new("--check") { Description = "write nothing; exit code 1 if the file is not formatted" };

    internal SchemaFormatCommand(Terminal terminal)
        : base(
            terminal,
            "fmt",
            "Shows a schema in the usual layout; comments, parentheses and order stay. Exit code: 0 it parses, 1 it does not.",
            "schema fmt schema.zed",
            "schema fmt schema.zed --write")
    {
        Add(_file);
        Add(_write);
        Add(_check);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Get(_file);
        var (write, check) = (context.Get(_write), context.Get(_check));
        if (write && check) throw new UsageException("give `--write` or `--check`, not both");
        if (write && file == SchemaText.StandardInput) throw new UsageException("`--write` needs a file; leave it out to show the result");
        var text = await SchemaText.ReadAsync(context, file, cancellationToken);
        string formatted;
        try
        {
            formatted = SchemaFormatter.Format(text);
        }
        catch (SchemaException exception)
        {
            SchemaErrors.Report(context.Writer, file, text, exception);
            return ExitCodes.Refused;
        }

        if (check) return IsFormatted(context, file, text, formatted) ? ExitCodes.Done : ExitCodes.Refused;
        if (!write) context.Terminal.Out.Write(formatted);
        else if (text != formatted) await ReplaceAsync(file, formatted, cancellationToken);
        return ExitCodes.Done;
    }

    private static bool IsFormatted(CommandContext context, string file, string text, string formatted)
    {
        if (text == formatted) return true;
        context.Writer.Error($"`{file}` is not formatted; `panthera schema fmt {file} --write` formats it");
        return false;
    }

    // Beside it and then in its place, so that the schema is never half written.
    private static async Task ReplaceAsync(string file, string text, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(temporary, text, cancellationToken);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
