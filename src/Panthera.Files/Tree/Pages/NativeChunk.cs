using System.Runtime.InteropServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>Memory straight from the system: resident only where it was written, and given back when it is freed.</summary>
/// <remarks>The C library's allocator keeps what was freed; here a dropped tenant's memory is to be the process's no longer. On systems other than Linux
/// it is that allocator's.</remarks>
internal static partial class NativeChunk
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int NotNeeded = 4;

    /// <exception cref="InsufficientMemoryException">The system has none.</exception>
    internal static nint Allocate(int bytes)
    {
        if (!OperatingSystem.IsLinux()) return Marshal.AllocHGlobal(bytes);
        var chunk = Map(0, (nuint)bytes, ReadWrite, PrivateAnonymous, -1, 0);
        return chunk != -1 ? chunk : throw new InsufficientMemoryException($"the system has no {bytes} bytes for a tenant's tree");
    }

    internal static void Free(nint chunk, int bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Unmap(chunk, (nuint)bytes);
        else Marshal.FreeHGlobal(chunk);
    }

    /// <summary>Gives the memory of a part back while it is not in use; when it is written again it is there again.</summary>
    /// <returns>Whether the system took it.</returns>
    internal static bool TryRelease(nint part, int bytes) => OperatingSystem.IsLinux() && Advise(part, (nuint)bytes, NotNeeded) == 0;

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);
}
