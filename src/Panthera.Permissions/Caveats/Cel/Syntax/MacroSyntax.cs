namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary><c>range.macro(variable, ...)</c>.</summary>
/// <param name="Kind">The macro.</param>
/// <param name="Range">What it walks.</param>
/// <param name="Variable">The name of the element.</param>
/// <param name="Condition">What is asked of each element; null for a map of all elements.</param>
/// <param name="Transform">What <c>map</c> makes of an element; null for every other macro.</param>
/// <param name="Start">Where the macro's name stands.</param>
/// <param name="Height">How many nodes lie on the longest way down.</param>
internal sealed record MacroSyntax(
    MacroKind Kind, CelSyntax Range, string Variable, CelSyntax? Condition, CelSyntax? Transform, int Start, int Height)
    : CelSyntax(Start, Height);
