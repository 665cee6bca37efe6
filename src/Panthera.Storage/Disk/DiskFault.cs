namespace Panthera.Storage.Disk;

/// <summary>Gives the failures of the file system their storage error codes; the one place that knows error numbers.</summary>
public static class DiskFault
{
    private const int UnixNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether an exception is a failure of the file system, which <see cref="ToStorageException"/> understands.</summary>
    public static bool IsDiskFault(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Turns a failure of the file system into a storage failure.</summary>
    /// <param name="exception">What the file system threw.</param>
    /// <param name="what">What was being done, to which path in backticks, in lower case: it begins the message.</param>
    public static StorageException ToStorageException(Exception exception, string what) => IsFull(exception)
        ? new(StorageErrorCode.DiskFull, $"{what}: the disk is full; free some space", exception)
        : new(StorageErrorCode.Unavailable, $"{what}: {exception.Message}", exception);

    private static bool IsFull(Exception exception) => exception is IOException && exception.HResult switch
    {
        WindowsDiskFull or WindowsHandleDiskFull => true,
        UnixNoSpace => !OperatingSystem.IsWindows(),
        LinuxQuota => OperatingSystem.IsLinux(),
        MacQuota => OperatingSystem.IsMacOS(),
        _ => false,
    };
}
