using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>{key: value}</c>; each value stands at its key's place.</summary>
internal sealed record MapSyntax(ImmutableArray<CelSyntax> Keys, ImmutableArray<CelSyntax> Values, int Start, int Height)
    : CelSyntax(Start, Height);
