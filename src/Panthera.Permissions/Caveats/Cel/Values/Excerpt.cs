namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>Shortens what somebody gave, so that a message that repeats it stays a message.</summary>
internal static class Excerpt
{
    private const int Longest = 64;

    public static string Of(string text) =>
        text.Length <= Longest ? text : $"{text[..(char.IsHighSurrogate(text[Longest - 4]) ? Longest - 4 : Longest - 3)]}...";
}
