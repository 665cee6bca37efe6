using Panthera.Cli.Output;

namespace Panthera.Cli.Tests;

/// <summary>Runs the command line in this process, on a data directory of its own, with captured streams.</summary>
internal sealed class Cli : IDisposable
{
    internal Cli() => Root = Directory.CreateTempSubdirectory("panthera-cli-").FullName;

    /// <summary>A directory that goes with this.</summary>
    internal string Root { get; }

    internal string Data => Path.Combine(Root, "data");

    /// <summary>Runs a command on the data directory.</summary>
    internal Task<CliResult> RunAsync(params string[] arguments) => RunAsync(new CliInput(), arguments);

    internal Task<CliResult> RunAsync(CliInput input, params string[] arguments) => BareAsync(input, [.. arguments, "--data", Data]);

    /// <summary>Runs a command as it is written.</summary>
    internal static async Task<CliResult> BareAsync(CliInput input, params string[] arguments)
    {
        using var raw = new MemoryStream();
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            RawOut = raw,
            RawIn = new MemoryStream(input.Bytes),
            ReadLine = () => input.Line,
            Environment = name => input.Environment.GetValueOrDefault(name),
            Time = input.Time,
        };
        var code = await CommandLine.RunAsync(arguments, terminal, input.Cancellation);
        return new CliResult(code, output.ToString(), error.ToString(), raw.ToArray());
    }

    /// <summary>Runs a command that has to succeed.</summary>
    internal async Task<CliResult> DoAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"panthera {string.Join(' ', arguments)}: {result.ExitCode}, {result.Error}");
        return result;
    }

    /// <summary>A tenant of alice's with a few files, bob in group eng, which may read /docs.</summary>
    internal async Task SeedAsync()
    {
        await DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        await PutAsync("/docs/plan.md", "the plan");
        await PutAsync("/docs/deep/notes.txt", "notes");
        await PutAsync("/private/secret.txt", "secret");
        await DoAsync("group", "create", "eng", "--manager", "user:alice");
        await DoAsync("group", "add", "eng", "user:bob");
        await DoAsync("grant", "/docs", "viewer", "group:eng#member");
    }

    internal async Task PutAsync(string path, string content)
    {
        var result = await RunAsync(new CliInput { Bytes = System.Text.Encoding.UTF8.GetBytes(content) }, "put", path, "-p");
        Assert.True(result.ExitCode == 0, result.Error);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
