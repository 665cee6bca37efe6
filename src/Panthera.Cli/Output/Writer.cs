using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Panthera.Cli.Output;

/// <summary>Writes results: for people as text and tables, for programs (`--json`) as one document a line.</summary>
/// <remarks>Thread-safe: lines of parallel work do not mix.</remarks>
internal sealed class Writer
{
    // Contents and paths are shown as they are; the lines are for programs and terminals, never for HTML.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly Terminal _terminal;

    internal Writer(Terminal terminal, bool json)
    {
        _terminal = terminal;
        IsJson = json;
        Console = Create(terminal.Out, terminal.IsInteractive, terminal.Width);
        ErrorConsole = Create(terminal.Error, terminal.CanDrawProgress, terminal.Width);
    }

    /// <summary>Whether results are for a program.</summary>
    internal bool IsJson { get; }

    /// <summary>Whether results are for a person at a terminal.</summary>
    internal bool IsInteractive => _terminal.IsInteractive && !IsJson;

    /// <summary>Draws results.</summary>
    internal IAnsiConsole Console { get; }

    /// <summary>Draws progress.</summary>
    internal IAnsiConsole ErrorConsole { get; }

    /// <summary>Writes one document on a line of its own.</summary>
    internal void Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        Line(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes one plain line of text.</summary>
    internal void Line(string text)
    {
        lock (_lock) _terminal.Out.Write(text + "\n");
    }

    /// <summary>Writes one plain line of text to the error stream, as this program.</summary>
    internal void Error(string message)
    {
        lock (_lock) _terminal.Error.Write($"panthera: {message}\n");
    }

    /// <summary>Writes lines to the error stream as they are, for messages that name their own place, as compilers' do.</summary>
    internal void ErrorLines(string lines)
    {
        lock (_lock) _terminal.Error.Write(lines + "\n");
    }

    /// <summary>Draws a table or another thing that people look at.</summary>
    /// <remarks>Rendered first and written whole, without the spaces at line ends that a drawn table has.</remarks>
    internal void Draw(IRenderable renderable)
    {
        if (IsInteractive)
        {
            lock (_lock) Console.Write(renderable);
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        Create(text, false, _terminal.Width).Write(renderable);
        var lines = text.ToString().TrimEnd('\n', ' ').Split('\n');
        lock (_lock) _terminal.Out.Write(string.Concat(lines.Select(static line => line.TrimEnd() + "\n")));
    }

    /// <summary>Writes a line with markup; plain where there are no colours.</summary>
    internal void Markup(string markup)
    {
        if (IsInteractive)
        {
            lock (_lock) Console.MarkupLine(markup);
        }
        else
        {
            Line(Spectre.Console.Markup.Remove(markup));
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool ansi, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ansi ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
