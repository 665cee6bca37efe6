namespace Panthera.Permissions.Schema.Formatting;

/// <summary>Lays out the expression of a caveat, of which only the lines are known.</summary>
internal static class CaveatBody
{
    /// <summary>The lines, indented once more than their caveat; null when the body must stay as it is.</summary>
    /// <remarks>White space matters inside strings over several lines, and only there.</remarks>
    public static List<string>? Lines(string body)
    {
        if (body.Contains("\"\"\"", StringComparison.Ordinal) || body.Contains("'''", StringComparison.Ordinal))
        {
            return null;
        }

        var lines = body.Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r')).ToList();

        // What follows the brace on its line has no indentation to compare.
        var first = lines[0].TrimStart(' ', '\t');
        lines.RemoveAt(0);
        Trim(lines, first.Length > 0);
        var common = CommonIndent(lines);
        var indented = lines.Select(line => line.Length == 0 ? line : "\t" + line[common..]);
        return first.Length > 0 ? [.. indented.Prepend("\t" + first)] : [.. indented];
    }

    private static void Trim(List<string> lines, bool keepsLeading)
    {
        while (!keepsLeading && lines.Count > 0 && lines[0].Length == 0)
        {
            lines.RemoveAt(0);
        }

        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }
    }

    private static int CommonIndent(List<string> lines)
    {
        string? common = null;
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var indent = line[..^line.TrimStart(' ', '\t').Length];
            common = common is null ? indent : common[..common.AsSpan().CommonPrefixLength(indent)];
        }

        return common?.Length ?? 0;
    }
}
