using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Panthera.Cli.Tests.Clients;

/// <summary>Runs the suite of the stock Node client once, against `panthera serve --testing` as a process of its own.</summary>
public sealed partial class AuthzedNodeSuite : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (bool IsPassed, string Report)> _results = new(StringComparer.Ordinal);

    /// <summary>The suite's directory in the checkout.</summary>
    internal static string Folder { get; } = Path.Combine(Checkout(), "tests", "clients", "authzed-node");

    /// <summary>Why it cannot run here; null if it can.</summary>
    internal static string? Lacking { get; } = FindNode() is null
        ? "node is not installed"
        : Directory.Exists(Path.Combine(Folder, "node_modules", "@authzed", "authzed-node")) ? null : "the client is not installed: run `npm ci` in tests/clients/authzed-node, as eng/test does";

    /// <summary>The names of its cases, as their files say them.</summary>
    internal static IEnumerable<string> Cases()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.mjs").Order(StringComparer.Ordinal))
        {
            foreach (Match match in CaseName().Matches(File.ReadAllText(file))) yield return match.Groups[1].Value;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Lacking is not null) return;
        using var server = PantheraProcess.Start("serve", "--testing", "--urls", "http://127.0.0.1:0", "--grpc", "127.0.0.1:0", "--json");
        var line = await server.Out.ReadLineAsync(TestContext.Current.CancellationToken);
        var grpc = JsonDocument.Parse(line!).RootElement.GetProperty("grpc").GetString()!;
        Read(await RunAsync(grpc));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    internal (bool IsPassed, string Report) ResultOf(string name) =>
        _results.TryGetValue(name, out var result) ? result : (false, $"the suite has not run `{name}`; it ran {_results.Count} cases");

    /// <summary>How many cases it has run.</summary>
    internal int Count => _results.Count;

    private static async Task<string> RunAsync(string grpc)
    {
        var start = new ProcessStartInfo(FindNode()!) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--test-reporter=tap");
        start.ArgumentList.Add("suite.mjs");
        start.Environment["PANTHERA_GRPC"] = grpc;
        using var node = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_patience);
        try
        {
            var (output, errors) = (node.StandardOutput.ReadToEndAsync(deadline.Token), node.StandardError.ReadToEndAsync(deadline.Token));
            var report = await output + await errors;
            await node.WaitForExitAsync(deadline.Token);
            return report;
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Reads TAP: `ok 1 - name`, and indented lines that say more.</summary>
    private void Read(string report)
    {
        string? name = null;
        foreach (var line in report.Split('\n'))
        {
            if (Result().Match(line) is { Success: true } match)
            {
                name = match.Groups[2].Value;
                _results[name] = (match.Groups[1].Value.Length == 0, "");
            }
            else if (name is not null && line.StartsWith(' '))
            {
                _results[name] = (_results[name].IsPassed, _results[name].Report + line + "\n");
            }
        }

        if (_results.Count == 0) _results[""] = (false, report);
    }

    private static string? FindNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")).FirstOrDefault(File.Exists);

    private static string Checkout()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Panthera.slnx"))) return at.FullName;
        }

        throw new InvalidOperationException("the tests do not run from a checkout");
    }

    [GeneratedRegex("^(not )?ok \\d+ - (.*?)\\s*$")]
    private static partial Regex Result();

    [GeneratedRegex("^test\\(\"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex CaseName();
}
