using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Permissions;
using Spectre.Console;

namespace Panthera.Cli.Demo;

/// <summary>What the chapters of the demo have in common.</summary>
internal static class Chapter
{
    internal static void Title(Writer writer, string title)
    {
        writer.Line("");
        writer.Markup($"[bold yellow]{Markup.Escape(title)}[/]");
    }

    /// <summary>A path that fits: whole, or its two ends.</summary>
    internal static string Shown(FilePath path, int width)
    {
        var text = Printable.Text(path.ToString());
        if (text.Length <= width) return text;
        var tail = text[^(width * 2 / 3)..];
        var slash = tail.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && slash < tail.Length / 2) tail = tail[slash..];
        return text[..(width - tail.Length - 1)] + "…" + tail;
    }

    /// <summary>A decision, in colour.</summary>
    internal static string Coloured(FileStore files, SubjectReference person, string permission, FilePath path)
    {
        var (word, colour) = Explanations.Word(files.Check(Caller.Operator, person, permission, path).Value.Decision);
        return $"[{colour}]{word}[/]";
    }
}
