using System.Runtime.InteropServices;
using System.Text;

namespace Panthera.Cli.Import;

/// <summary>Tells regular files from pipes, sockets and devices, which .NET does not; opening a pipe would wait for ever.</summary>
/// <remarks>Asks the kernel through statx(2), whose record is the same on every Linux; elsewhere, or where it is missing, everything counts as regular.</remarks>
internal static class FileTypes
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int RecordSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Whether this is neither a directory nor a regular file nor a link.</summary>
    internal static bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var name = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, name);
        var record = new byte[RecordSize];
        try
        {
            if (StatX(CurrentDirectory, name, NoFollow, TypeOnly, record) != 0) return false;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }

        return (BitConverter.ToUInt16(record, ModeOffset) & TypeMask) != RegularFile;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, byte[] path, int flags, uint mask, byte[] record);
}
