namespace Panthera.Permissions.Schema.Composition;

/// <summary>A file of a composed schema.</summary>
/// <param name="Path">The file, relative to the root file's directory.</param>
/// <param name="Text">Its text.</param>
/// <param name="FirstLine">The line of the composed text at which it begins, from 1; columns are the same.</param>
public sealed record ComposedFile(string Path, string Text, int FirstLine);
