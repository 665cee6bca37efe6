using System.Diagnostics;

namespace Panthera.Tests;

/// <summary>A file system mounted for one test, where that is possible.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _path;

    private Mount(string path) => _path = path;

    /// <summary>A small file system in memory; null where mounting is not allowed.</summary>
    internal static Mount? TryTmpfs(string path, int sizeBytes)
    {
        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", $"size={sizeBytes}", "tmpfs", path) ? new(path) : null;
    }

    /// <summary>Makes a directory read-only; null where mounting is not allowed.</summary>
    internal static Mount? TryReadOnlyBind(string path)
    {
        if (!Run("mount", "--bind", path, path)) return null;
        var mount = new Mount(path);
        if (Run("mount", "-o", "remount,ro,bind", path)) return mount;
        mount.Dispose();
        return null;
    }

    public void Dispose() => Run("umount", "-l", _path);

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
