using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>An IPv4 or IPv6 address.</summary>
/// <remarks>An IPv4 address and the IPv6 address that maps it are two different addresses.</remarks>
/// <param name="Bits">The address as a number: 32 bits for IPv4, 128 for IPv6.</param>
/// <param name="IsV6">Whether it is IPv6.</param>
internal sealed record IpAddress(UInt128 Bits, bool IsV6)
{
    private static readonly SearchValues<char> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Reads an address in its usual text: four decimal numbers without leading zeros, or IPv6 without zone.</summary>
    /// <remarks>Stricter than the platform, which takes <c>1</c>, <c>0x7f.1</c> and octal for addresses.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IpAddress? address)
    {
        address = null;
        if (!text.Contains(':'))
        {
            address = TryParseV4(text, out var bits) ? new(bits, false) : null;
            return address is not null;
        }

        if (text.ContainsAnyExcept(V6Characters) || !HasPlainDottedEnd(text) || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!parsed.TryWriteBytes(bytes, out var written) || written != 16)
        {
            return false;
        }

        address = new(BinaryPrimitives.ReadUInt128BigEndian(bytes), true);
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(IsV6 ? bytes : bytes[12..]).ToString();
    }

    // The IPv4 address that an IPv6 address may end in must itself be strictly written.
    private static bool HasPlainDottedEnd(ReadOnlySpan<char> text)
    {
        var tail = text[(text.LastIndexOf(':') + 1)..];
        return !text.Contains('.') || TryParseV4(tail, out _);
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        for (var part = 0; part < 4; part++)
        {
            var end = 0;
            var value = 0;
            while (end < text.Length && end < 3 && char.IsAsciiDigit(text[end]))
            {
                value = (value * 10) + (text[end++] - '0');
            }

            var isLast = part == 3;
            if (end == 0 || value > 255 || (end > 1 && text[0] == '0') || (isLast ? end != text.Length : end == text.Length || text[end] != '.'))
            {
                return false;
            }

            bits = (bits << 8) | (uint)value;
            text = isLast ? default : text[(end + 1)..];
        }

        return true;
    }
}
