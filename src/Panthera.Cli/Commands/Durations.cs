using System.Globalization;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>Reads durations as people type them: `30s`, `30m`, `1h`, `7d`.</summary>
internal static class Durations
{
    /// <summary>The moment so far ahead; null for none.</summary>
    /// <exception cref="UsageException">It is no duration.</exception>
    internal static DateTimeOffset? After(string? text, TimeProvider time)
    {
        if (text is null) return null;
        var unit = text.Length > 1 ? Unit(text[^1]) : 0;
        // Ten years is for ever; longer is a slip of the keyboard.
        if (unit == 0 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0 || count > 10L * 366 * 86400 / unit)
        {
            throw new UsageException($"`{text}` is no duration of up to ten years; write `30s`, `30m`, `1h` or `7d`");
        }

        return time.GetUtcNow() + TimeSpan.FromSeconds(count * unit);
    }

    private static long Unit(char letter) => letter switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        _ => 0,
    };
}
