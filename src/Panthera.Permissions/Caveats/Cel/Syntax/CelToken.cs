using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>A token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Value">A literal's value.</param>
internal readonly record struct CelToken(CelTokenKind Kind, int Start, int End, CelValue Value = default);
