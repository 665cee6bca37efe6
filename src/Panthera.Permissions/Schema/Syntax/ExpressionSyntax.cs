namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A part of a permission's body as written.</summary>
/// <param name="Start">The offset at which it begins.</param>
/// <param name="Depth">How many operators deep it is: 0 for a name.</param>
internal abstract record ExpressionSyntax(int Start, int Depth);
