using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage;

namespace Panthera.Files.Tree.Images;

/// <summary>Reads the header of an image, and refuses what is none.</summary>
internal static class ImageReader
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static bool TryReadHeader(SafeFileHandle file, [NotNullWhen(true)] out ImageHeader? header)
    {
        header = null;
        var preamble = new byte[ImageFormat.PreambleBytes];
        if (!TryRead(file, preamble, 0) || !ImageFormat.TryReadPreamble(preamble, out var size)) return false;
        if (RandomAccess.GetLength(file) < ImageFormat.PreambleBytes + size) return false;
        var bytes = new byte[size];
        if (!TryRead(file, bytes, ImageFormat.PreambleBytes) || !ImageFormat.IsIntact(preamble, bytes)) return false;
        try
        {
            header = ImageHeader.Read(bytes);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static bool TryRead(SafeFileHandle file, Span<byte> destination, long offset)
    {
        for (var read = 0; read < destination.Length;)
        {
            var part = RandomAccess.Read(file, destination[read..], offset + read);
            if (part == 0) return false;
            read += part;
        }

        return true;
    }
}
