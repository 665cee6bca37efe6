using System.Buffers;
using System.Text.Unicode;
using System.Text;

namespace Panthera.Server.Http;

/// <summary>Decodes the percent-encoded parts of a request target, exactly once and strictly.</summary>
internal static class PercentDecoder
{
    /// <summary>Decodes a path of slash-separated segments, or one segment of it.</summary>
    /// <param name="encoded">The part as it was sent.</param>
    /// <param name="text">The text, not yet checked to be a path.</param>
    /// <param name="error">What is wrong, naming the rule.</param>
    internal static bool TryDecodePath(ReadOnlySpan<char> encoded, out string text, out string error) => TryDecode(encoded, true, out text, out error);

    /// <summary>Decodes the name or value of an argument; a plus sign means itself.</summary>
    internal static bool TryDecodeArgument(ReadOnlySpan<char> encoded, out string text, out string error) => TryDecode(encoded, false, out text, out error);

    private static bool TryDecode(ReadOnlySpan<char> encoded, bool isPath, out string text, out string error)
    {
        text = error = "";
        // The common case has nothing to decode: printable ASCII is what it looks like.
        if (encoded.IndexOf('%') < 0 && Ascii.IsValid(encoded))
        {
            text = encoded.ToString();
            return isPath ? IsPlain(encoded, ref error) : true;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(encoded.Length);
        try
        {
            return TryFill(encoded, isPath, buffer, out var length, out error) && TryText(buffer.AsSpan(0, length), out text, out error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsPlain(ReadOnlySpan<char> encoded, ref string error)
    {
        if (!encoded.Contains('#')) return true;
        error = "has a `#`; encode it as `%23`";
        return false;
    }

    private static bool TryFill(ReadOnlySpan<char> encoded, bool isPath, byte[] buffer, out int length, out string error)
    {
        length = 0;
        error = "";
        for (var i = 0; i < encoded.Length; i++)
        {
            var c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                {
                    error = "has a `%` that is not followed by two hexadecimal digits; encode a percent sign as `%25`";
                    return false;
                }

                var value = (byte)((Nibble(encoded[i + 1]) << 4) | Nibble(encoded[i + 2]));
                // An encoded slash would be a separator to one reader and part of a name to another.
                error = isPath && value == '/' ? "has an encoded slash (`%2F`); a name cannot have a slash"
                    : isPath && value == 0 ? "has an encoded NUL byte (`%00`); a name cannot have one"
                    : "";
                if (error.Length > 0) return false;
                buffer[length++] = value;
                i += 2;
            }
            else if (c > 0x7f || (isPath && c == '#'))
            {
                error = "has a character that must be percent-encoded";
                return false;
            }
            else
            {
                buffer[length++] = (byte)c;
            }
        }

        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, out string text, out string error)
    {
        var valid = Utf8.IsValid(bytes);
        text = valid ? Encoding.UTF8.GetString(bytes) : "";
        error = valid ? "" : "is not valid UTF-8 once decoded; encode each name as UTF-8";
        return valid;
    }

    private static int Nibble(char hex) => char.IsAsciiDigit(hex) ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
