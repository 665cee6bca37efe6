namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>use expiration</c>; <paramref name="Start"/> is the offset of the flag's name.</summary>
internal sealed record UseSyntax(SchemaFlag Flag, int Start, TextSpan Span);
