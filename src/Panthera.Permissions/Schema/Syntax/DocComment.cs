namespace Panthera.Permissions.Schema.Syntax;

/// <summary>Takes the marks off a documentation comment.</summary>
internal static class DocComment
{
    /// <summary>Returns the text between the marks, without the stars that lines begin with; null when nothing is left.</summary>
    public static string? Clean(string comment)
    {
        var lines = comment[3..^2].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().Trim();
            lines[i] = (i > 0 && line.StartsWith("*") ? line[1..].Trim() : line).ToString();
        }

        var text = string.Join('\n', lines).Trim();
        return text.Length == 0 ? null : text;
    }
}
