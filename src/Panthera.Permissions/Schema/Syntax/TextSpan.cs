namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A part of the text, from the offset of its first character to the one after its last.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public int Length => End - Start;
}
