namespace Panthera.Server.Http;

/// <summary>The part of a content that a request asks for (RFC 9110, 14).</summary>
internal readonly record struct ByteRange(long Offset, long Count)
{
    /// <summary>What a Range header asks for of a content of a known length.</summary>
    /// <param name="header">The header's value; null for none.</param>
    /// <param name="sizeBytes">The content's length.</param>
    /// <param name="range">The part, when there is one to send.</param>
    internal static RangeRequest Read(string? header, long sizeBytes, out ByteRange range)
    {
        range = new(0, sizeBytes);
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)) return RangeRequest.Whole;
        var spec = header.AsSpan(6).Trim(" \t");
        var dash = spec.IndexOf('-');
        // Several ranges, and what is not one, mean the whole: a server may ignore a Range header.
        if (dash < 0 || spec.Contains(',')) return RangeRequest.Whole;
        return dash == 0 ? ReadSuffix(spec[1..], sizeBytes, ref range) : ReadFirstLast(spec[..dash], spec[(dash + 1)..], sizeBytes, ref range);
    }

    private static RangeRequest ReadSuffix(ReadOnlySpan<char> text, long sizeBytes, ref ByteRange range)
    {
        if (!TryNumber(text, out var count)) return RangeRequest.Whole;
        if (count == 0 || sizeBytes == 0) return RangeRequest.Unsatisfiable;
        count = Math.Min(count, sizeBytes);
        range = new(sizeBytes - count, count);
        return RangeRequest.Part;
    }

    private static RangeRequest ReadFirstLast(ReadOnlySpan<char> firstText, ReadOnlySpan<char> lastText, long sizeBytes, ref ByteRange range)
    {
        var last = long.MaxValue;
        if (!TryNumber(firstText, out var first) || (!lastText.IsEmpty && !TryNumber(lastText, out last)) || last < first) return RangeRequest.Whole;
        if (first >= sizeBytes) return RangeRequest.Unsatisfiable;
        range = new(first, Math.Min(last, sizeBytes - 1) - first + 1);
        return RangeRequest.Part;
    }

    /// <summary>Digits only; more than a length can have count as the largest, since they lie beyond any content.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9')) return false;
        foreach (var digit in text)
        {
            if (number > (long.MaxValue - 9) / 10)
            {
                number = long.MaxValue;
                return true;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
