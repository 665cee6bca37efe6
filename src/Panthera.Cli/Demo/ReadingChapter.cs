using Panthera.Cli.Output;
using Panthera.Files;
using Spectre.Console;

namespace Panthera.Cli.Demo;

/// <summary>A read that is allowed and a read that is not, each with the reason.</summary>
internal sealed class ReadingChapter(Writer writer, FileStore files, DemoPlan plan)
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        Chapter.Title(writer, "Bob reads two files, and why he may or may not");
        await ReadAsync(plan.MovedFile, cancellationToken);
        await ReadAsync(plan.Single, cancellationToken);
    }

    private async Task ReadAsync(FilePath path, CancellationToken cancellationToken)
    {
        var opened = files.OpenRead(People.As(People.Bob), path);
        if (opened.IsAccepted)
        {
            using var content = opened.Value;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, 0, content.SizeBytes, cancellationToken);
            writer.Markup($"bob got [green]{Numbers.Count(bytes.Length)} bytes[/], SHA-256 {content.Hash.ToString()[..16]}…");
        }
        else
        {
            writer.Markup($"bob was told: [red]{Markup.Escape(opened.Refusal.Message)}[/]");
        }

        Explanations.Draw(writer, files.Explain(Caller.Operator, People.Bob, "read", path).Value);
    }
}
