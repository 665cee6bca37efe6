using System.Diagnostics;

namespace Panthera.Cli.Tests;

/// <summary>The real program as a process of its own, which can be killed.</summary>
internal sealed class PantheraProcess : IDisposable
{
    private readonly Process _process;

    private PantheraProcess(Process process) => _process = process;

    internal StreamReader Out => _process.StandardOutput;

    internal static PantheraProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        // Nobody reads it here, and a full pipe would stop the process.
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
