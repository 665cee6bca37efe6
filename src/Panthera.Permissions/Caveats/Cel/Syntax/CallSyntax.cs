using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>function(arguments)</c>, or <c>target.function(arguments)</c>.</summary>
internal sealed record CallSyntax(string Function, CelSyntax? Target, ImmutableArray<CelSyntax> Arguments, int Start, int Height)
    : CelSyntax(Start, Height);
