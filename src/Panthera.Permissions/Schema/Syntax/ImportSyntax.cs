namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>import "path"</c>; <paramref name="Start"/> is the offset of the string.</summary>
internal sealed record ImportSyntax(string Path, int Start, TextSpan Span);
