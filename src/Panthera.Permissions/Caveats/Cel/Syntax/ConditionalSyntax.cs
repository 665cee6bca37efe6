namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>condition ? then : otherwise</c>.</summary>
internal sealed record ConditionalSyntax(CelSyntax Condition, CelSyntax Then, CelSyntax Otherwise, int Start)
    : CelSyntax(Start, Math.Max(Condition.Height, Math.Max(Then.Height, Otherwise.Height)) + 1);
