namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>A node of an expression as it was written.</summary>
/// <param name="Start">Where the node's own token stands: the operator, the name, the opening bracket.</param>
/// <param name="Height">How many nodes lie on the longest way down; the parser bounds it.</param>
internal abstract record CelSyntax(int Start, int Height);
