using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>Tells macros from calls of functions.</summary>
internal static class MacroExpander
{
    /// <summary>Makes the test of <c>has(operand.field)</c>.</summary>
    public static CelSyntax Has(ImmutableArray<CelSyntax> arguments, int start) =>
        arguments is [SelectSyntax { IsTest: false } select]
            ? select with { IsTest = true }
            : throw new CelSyntaxException(start, "`has` takes one field of a map: expected `has(name.field)`");

    /// <summary>Makes a macro of a call on a target; null when the name is no macro's or the count of arguments another.</summary>
    public static MacroSyntax? TryExpand(CelSyntax range, string name, ImmutableArray<CelSyntax> arguments, int start)
    {
        MacroKind? kind = (name, arguments.Length) switch
        {
            ("all", 2) => MacroKind.All,
            ("exists", 2) => MacroKind.Exists,
            ("exists_one" or "existsOne", 2) => MacroKind.ExistsOne,
            ("map", 2 or 3) => MacroKind.Map,
            ("filter", 2) => MacroKind.Filter,
            _ => null,
        };
        if (kind is null)
        {
            return null;
        }

        if (arguments[0] is not IdentifierSyntax variable)
        {
            throw new CelSyntaxException(arguments[0].Start, $"the first argument of `{name}` names its variable: expected a name");
        }

        var transform = kind == MacroKind.Map ? arguments[^1] : null;
        var condition = kind == MacroKind.Map && arguments.Length == 2 ? null : arguments[1];
        var height = Math.Max(range.Height, Math.Max(transform?.Height ?? 0, condition?.Height ?? 0)) + 1;
        return new MacroSyntax(kind.Value, range, variable.Name, condition, transform, start, height);
    }
}
