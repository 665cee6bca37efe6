using System.Text.Json;

namespace Panthera.Cli.Tests;

/// <summary>What a call gave.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error, byte[] Raw)
{
    internal string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Each line as a document of its own.</summary>
    internal JsonElement[] Documents => Array.ConvertAll(Lines, static line => JsonDocument.Parse(line).RootElement);
}
