using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>A literal: <c>42</c>, <c>"text"</c>, <c>true</c>.</summary>
internal sealed record LiteralSyntax(CelValue Value, int Start) : CelSyntax(Start, 1);
