using System.IO.Pipelines;
using System.Text.Json;
using Panthera.Cli.Output;

namespace Panthera.Cli.Tests.Client;

/// <summary>`panthera serve` on a data directory, run in this process on any free port.</summary>
internal sealed class ServedData : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _serving;

    private ServedData(Task<int> serving, CancellationTokenSource stop, string url)
    {
        _serving = serving;
        _stop = stop;
        Url = url;
    }

    internal string Url { get; }

    internal static async Task<ServedData> StartAsync(Cli cli)
    {
        var output = new Pipe();
        var error = new StringWriter();
        var stop = new CancellationTokenSource();
        var terminal = new Terminal
        {
            Out = new StreamWriter(output.Writer.AsStream()) { AutoFlush = true },
            Error = TextWriter.Synchronized(error),
            RawOut = Stream.Null,
            RawIn = Stream.Null,
            ReadLine = static () => null,
        };
        var serving = CommandLine.RunAsync(["serve", "--data", cli.Data, "--urls", "http://127.0.0.1:0", "--grpc", "127.0.0.1:0", "--json"], terminal, stop.Token);
        var line = new StreamReader(output.Reader.AsStream()).ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        if (await Task.WhenAny(serving, line) == serving) Assert.Fail($"serve ended with {await serving}: {error}");
        return new(serving, stop, JsonDocument.Parse((await line)!).RootElement.GetProperty("url").GetString()!);
    }

    internal Task<CliResult> RunAsync(string token, params string[] arguments) => Cli.BareAsync(new CliInput(), [.. arguments, "--server", Url, "--token", token]);

    internal async Task<CliResult> DoAsync(string token, params string[] arguments)
    {
        var result = await RunAsync(token, arguments);
        Assert.True(result.ExitCode == 0, $"panthera {string.Join(' ', arguments)}: {result.ExitCode}, {result.Error}");
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.Equal(0, await _serving);
        _stop.Dispose();
    }
}
