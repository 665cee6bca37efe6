using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>[elements]</c>.</summary>
internal sealed record ListSyntax(ImmutableArray<CelSyntax> Elements, int Start, int Height) : CelSyntax(Start, Height);
