using System.Text;
using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Tests.Caveats;

/// <summary>Writes an expression with as few parentheses as CEL's precedence allows, or with all of them.</summary>
internal sealed class SyntaxPrinter(bool isFull)
{
    private const int Ternary = 0;
    private const int Or = 1;
    private const int And = 2;
    private const int Relation = 3;
    private const int Sum = 4;
    private const int Product = 5;
    private const int Unary = 6;
    private const int Member = 7;

    public static string Minimal(CelSyntax syntax) => new SyntaxPrinter(false).Print(syntax, Ternary);

    public static string Full(CelSyntax syntax) => new SyntaxPrinter(true).Print(syntax, Ternary);

    private string Print(CelSyntax syntax, int context)
    {
        var (text, level) = syntax switch
        {
            LiteralSyntax literal => (Literal(literal.Value), Member),
            IdentifierSyntax identifier => (identifier.Name, Member),
            SelectSyntax { IsTest: true } select => ($"has({Print(select.Operand, Member)}.`{select.Field}`)", Member),
            SelectSyntax select => ($"{Print(select.Operand, Member)}.`{select.Field}`", Member),
            IndexSyntax index => ($"{Print(index.Operand, Member)}[{Print(index.Key, Ternary)}]", Member),
            CallSyntax call => ($"{(call.Target is null ? "" : Print(call.Target, Member) + ".")}{call.Function}({List(call.Arguments)})", Member),
            ListSyntax list => ($"[{List(list.Elements)}]", Member),
            MapSyntax map => ($"{{{string.Join(", ", map.Keys.Zip(map.Values, (k, v) => $"{Print(k, Ternary)}: {Print(v, Ternary)}"))}}}", Member),
            // A minus before a number would be read as a part of it.
            UnarySyntax unary => ((unary.IsNot ? "!" : "- ") + (unary.Operand is UnarySyntax inner && inner.IsNot == unary.IsNot ? Print(unary.Operand, Unary) : Print(unary.Operand, Member)), Unary),
            BinarySyntax binary => ($"{Print(binary.Left, Level(binary.Operator))} {Operators.Symbol(binary.Operator)} {Print(binary.Right, Level(binary.Operator) + 1)}", Level(binary.Operator)),
            LogicSyntax { IsAnd: true } logic => (string.Join(" && ", logic.Operands.Select(operand => Print(operand, Relation))), And),
            LogicSyntax logic => (string.Join(" || ", logic.Operands.Select(operand => Print(operand, And))), Or),
            ConditionalSyntax conditional => ($"{Print(conditional.Condition, Or)} ? {Print(conditional.Then, Or)} : {Print(conditional.Otherwise, Ternary)}", Ternary),
            MacroSyntax macro => ($"{Print(macro.Range, Member)}.{Macro(macro)}", Member),
            _ => throw new InvalidOperationException(),
        };
        return level < context || (isFull && level < Member) ? $"({text})" : text;
    }

    private string Macro(MacroSyntax macro)
    {
        var name = macro.Kind switch
        {
            MacroKind.All => "all",
            MacroKind.Exists => "exists",
            MacroKind.ExistsOne => "exists_one",
            MacroKind.Map => "map",
            _ => "filter",
        };
        CelSyntax?[] arguments = [macro.Condition, macro.Transform];
        return $"{name}({macro.Variable}, {string.Join(", ", arguments.OfType<CelSyntax>().Select(argument => Print(argument, Ternary)))})";
    }

    private string List(IEnumerable<CelSyntax> elements) => string.Join(", ", elements.Select(element => Print(element, Ternary)));

    private static int Level(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add or BinaryOperator.Subtract => Sum,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo => Product,
        _ => Relation,
    };

    private static string Literal(CelValue value) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.Bool => value.IsTrue ? "true" : "false",
        CelKind.Int => $"{value.AsInt}",
        CelKind.Uint => $"{value.AsUint}u",
        CelKind.Double => value.AsDouble.ToString("E16", System.Globalization.CultureInfo.InvariantCulture),
        CelKind.String => $"\"{string.Concat(value.AsString.EnumerateRunes().Select(rune => $"\\U{rune.Value:X8}"))}\"",
        _ => $"b\"{Encoding.ASCII.GetString([.. value.AsBytes.SelectMany(b => Encoding.ASCII.GetBytes($"\\x{b:X2}"))])}\"",
    };
}
