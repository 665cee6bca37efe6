using System.Diagnostics;

namespace Panthera.Cli.Bench;

/// <summary>What this process takes.</summary>
internal static class ProcessMemory
{
    /// <summary>Lets go of what nobody holds: managed objects, and the native memory that they kept.</summary>
    internal static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>The resident set, in bytes.</summary>
    internal static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
