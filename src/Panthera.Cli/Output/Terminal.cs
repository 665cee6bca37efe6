using System.Text;

namespace Panthera.Cli.Output;

/// <summary>Everything of the outside world that a command touches: the three streams, the environment and the clock.</summary>
/// <remarks>Tests give their own. Text goes to the writers and raw bytes to the streams; the text writer flushes after each write, so that a
/// line that was written survives the process being killed.</remarks>
internal sealed class Terminal
{
    /// <summary>Receives results.</summary>
    internal required TextWriter Out { get; init; }

    /// <summary>Receives errors and progress.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>Receives raw contents; the same place as <see cref="Out"/>.</summary>
    internal required Stream RawOut { get; init; }

    /// <summary>Gives raw contents.</summary>
    internal required Stream RawIn { get; init; }

    /// <summary>Reads a line that a person types; null when there is nobody to ask.</summary>
    internal required Func<string?> ReadLine { get; init; }

    /// <summary>Whether results are shown to a person, and colours are welcome.</summary>
    internal bool IsInteractive { get; init; }

    /// <summary>Whether progress can be drawn on the error stream.</summary>
    internal bool CanDrawProgress { get; init; }

    /// <summary>Columns.</summary>
    internal int Width { get; init; } = 80;

    /// <summary>Environment variables.</summary>
    internal Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether Ctrl-C and SIGTERM are taken as requests to stop.</summary>
    internal bool HandlesSignals { get; init; }

    /// <summary>The terminal of this process.</summary>
    internal static Terminal OfProcess()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var rawOut = Console.OpenStandardOutput();
        var term = System.Environment.GetEnvironmentVariable("TERM");
        var colours = term != "dumb" && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal
        {
            Out = new StreamWriter(rawOut, encoding) { AutoFlush = true, NewLine = "\n" },
            Error = new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true, NewLine = "\n" },
            RawOut = rawOut,
            RawIn = Console.OpenStandardInput(),
            ReadLine = static () => Console.IsInputRedirected ? null : Console.ReadLine(),
            IsInteractive = colours && !Console.IsOutputRedirected,
            CanDrawProgress = term != "dumb" && !Console.IsErrorRedirected,
            Width = WidthOfProcess(),
            Environment = System.Environment.GetEnvironmentVariable,
            HandlesSignals = true,
        };
    }

    private static int WidthOfProcess()
    {
        if (int.TryParse(System.Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns is >= 20 and <= 1000) return columns;
        if (Console.IsOutputRedirected) return 80;
        var width = Console.WindowWidth;
        return width >= 20 ? width : 80;
    }
}
