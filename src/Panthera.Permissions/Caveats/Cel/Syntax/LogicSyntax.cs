using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>Operands joined by <c>&amp;&amp;</c>, or by <c>||</c>.</summary>
/// <remarks>A chain is one node: a long list of conditions is not a deep one.</remarks>
internal sealed record LogicSyntax(bool IsAnd, ImmutableArray<CelSyntax> Operands, int Start, int Height) : CelSyntax(Start, Height);
