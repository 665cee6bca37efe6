namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A name and the offset at which it stands.</summary>
internal readonly record struct NameSyntax(string Text, int Start);
