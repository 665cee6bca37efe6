namespace Panthera.Cli.Validation;

/// <summary>A text of a document, and the line it begins on.</summary>
internal readonly record struct NumberedText(string Text, int Line);
