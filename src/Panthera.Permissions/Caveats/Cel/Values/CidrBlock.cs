namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>A block of addresses: <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>.</summary>
internal readonly record struct CidrBlock(UInt128 Bits, int PrefixLength, bool IsV6)
{
    /// <summary>Reads a block; the bits after the prefix need not be zero.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CidrBlock block)
    {
        block = default;
        var slash = text.LastIndexOf('/');
        if (slash < 0 || !IpAddress.TryParse(text[..slash], out var address))
        {
            return false;
        }

        var digits = text[(slash + 1)..];
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0') || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        var length = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        block = new(address.Bits, length, address.IsV6);
        return length <= (address.IsV6 ? 128 : 32);
    }

    /// <summary>Returns whether an address lies in the block; never when one is IPv4 and the other IPv6.</summary>
    public bool Contains(IpAddress address)
    {
        var width = IsV6 ? 128 : 32;
        return address.IsV6 == IsV6 && (PrefixLength == 0 || ((address.Bits ^ Bits) >> (width - PrefixLength)) == 0);
    }
}
