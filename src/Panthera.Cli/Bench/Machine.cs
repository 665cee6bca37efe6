using System.Globalization;
using System.Runtime.InteropServices;
using System.Reflection;

namespace Panthera.Cli.Bench;

/// <summary>What a figure was measured on: a figure without it says nothing.</summary>
internal static class Machine
{
    internal static string Version { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Processor()}, {Environment.ProcessorCount} cores, {memory:0.#} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}{Configuration}");
    }

#if DEBUG
    private const string Configuration = ", DEBUG BUILD";
#else
    private const string Configuration = "";
#endif

    private static string Processor()
    {
        try
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null) return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (IOException)
        {
            // Not a Linux: the architecture has to do.
        }

        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
