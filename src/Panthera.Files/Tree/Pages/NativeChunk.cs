using System.Runtime.InteropServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>Memory straight from the system: resident only where it was written, and given back when it is freed.</summary>
/// <remarks>The C library's allocator keeps what was freed; here a dropped tenant's memory is to be the process's no longer. On systems other than Linux
/// it is that allocator's.</remarks>
internal static unsafe partial class NativeChunk
{
    /// <summary>The size and alignment of a large page.</summary>
    internal const int LargePageBytes = 2 << 20;

    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int NotNeeded = 4;
    private const int HugePage = 14;
    private const int Collapse = 25;

    /// <summary>Takes memory, all zeros, that begins at a multiple of a power of two.</summary>
    /// <exception cref="InsufficientMemoryException">The system has none.</exception>
    internal static nint Allocate(int bytes, int alignment)
    {
        if (!OperatingSystem.IsLinux())
        {
            var memory = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);
            NativeMemory.Clear(memory, (nuint)bytes);
            return (nint)memory;
        }

        var taken = (nuint)bytes + (nuint)alignment;
        var start = Map(0, taken, ReadWrite, PrivateAnonymous, -1, 0);
        if (start == -1) throw new InsufficientMemoryException($"the system has no {bytes} bytes for a tenant's tree");

        // The system knows no alignment beyond its pages: too much is taken, and both ends are given back.
        var aligned = (start + alignment - 1) & ~((nint)alignment - 1);
        if (aligned > start) _ = Unmap(start, (nuint)(aligned - start));
        var end = aligned + bytes;
        if (start + (nint)taken > end) _ = Unmap(end, (nuint)(start + (nint)taken - end));
        return aligned;
    }

    internal static void Free(nint memory, int bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Unmap(memory, (nuint)bytes);
        else NativeMemory.AlignedFree((void*)memory);
    }

    /// <summary>Gives the memory of a part back while it is not in use; when it is written again it is there again.</summary>
    /// <returns>Whether the system took it.</returns>
    internal static bool TryRelease(nint part, int bytes) => OperatingSystem.IsLinux() && Advise(part, (nuint)bytes, NotNeeded) == 0;

    /// <summary>Asks for large pages where memory is not there yet, so that a look-up at random finds its address in the processor's table.</summary>
    /// <remarks>Only a wish: a system without them, or short of them, goes on with small ones.</remarks>
    internal static void PreferLargePages(nint part, int bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Advise(part, (nuint)bytes, HugePage);
    }

    /// <summary>Makes large pages of memory that is there, if the system can (Linux from 6.1).</summary>
    internal static void MakeLargePages(nint part, int bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Advise(part, (nuint)bytes, Collapse);
    }

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
