using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Patterns;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>Functions that ask something of a text.</summary>
internal static class TextFunctions
{
    private const string OutsideText = "the index is outside the text";

    public static CelOverload[] Overloads { get; } =
    [
        Test("contains", static (text, part) => text.Contains(part, StringComparison.Ordinal)),
        Test("startsWith", static (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        Test("endsWith", static (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        new("matches", true, [CelType.String, CelType.String], CelType.Bool, Matches),
        new("matches", false, [CelType.String, CelType.String], CelType.Bool, Matches),
        new("charAt", true, [CelType.String, CelType.Int], CelType.String, CharAt),
        new("indexOf", true, [CelType.String, CelType.String], CelType.Int, IndexOf),
        new("indexOf", true, [CelType.String, CelType.String, CelType.Int], CelType.Int, IndexOf),
        new("lastIndexOf", true, [CelType.String, CelType.String], CelType.Int, LastIndexOf),
        new("lastIndexOf", true, [CelType.String, CelType.String, CelType.Int], CelType.Int, LastIndexOf),
    ];

    private static CelOverload Test(string name, Func<string, string, bool> test) =>
        new(name, true, [CelType.String, CelType.String], CelType.Bool, (frame, arguments) =>
            frame.TryChargeText(arguments[0].AsString.Length + arguments[1].AsString.Length)
                ? CelValue.Of(test(arguments[0].AsString, arguments[1].AsString))
                : CelFrame.OutOfSteps);

    private static CelValue Matches(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var pattern = arguments[1].AsString;
        if (!frame.TryCharge(1 + pattern.Length))
        {
            return CelFrame.OutOfSteps;
        }

        var isPattern = PatternCompiler.TryCompile(pattern, out var program, out var error, out var cost);
        return !frame.TryCharge(cost) ? CelFrame.OutOfSteps
            : isPattern ? PatternMatcher.Matches(frame, program!, arguments[0].AsString)
            : CelValue.Fail(error!);
    }

    private static CelValue CharAt(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var text = arguments[0].AsString;
        if (!frame.TryChargeText(text.Length))
        {
            return CelFrame.OutOfSteps;
        }

        var at = CodePoints.IndexOf(text, arguments[1].AsInt);
        return at < 0 ? CelValue.Fail(OutsideText)
            : at == text.Length ? CelValue.Of(string.Empty)
            : CelValue.Of(text.Substring(at, char.IsHighSurrogate(text[at]) ? 2 : 1));
    }

    private static CelValue IndexOf(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var (text, part) = (arguments[0].AsString, arguments[1].AsString);
        if (!TryStart(frame, arguments, 0, out var from, out var instead))
        {
            return instead;
        }

        var at = text.IndexOf(part, from, StringComparison.Ordinal);
        return CelValue.Of(at < 0 ? -1L : CodePoints.Count(text.AsSpan(0, at)));
    }

    private static CelValue LastIndexOf(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var (text, part) = (arguments[0].AsString, arguments[1].AsString);
        if (!TryStart(frame, arguments, text.Length, out var from, out var instead))
        {
            return instead;
        }

        var at = text.AsSpan(0, (int)Math.Min(text.Length, (long)from + part.Length)).LastIndexOf(part, StringComparison.Ordinal);
        return CelValue.Of(at < 0 ? -1L : CodePoints.Count(text.AsSpan(0, at)));
    }

    // Where a search begins: a third argument names it, and nothing is found from beyond the text on.
    private static bool TryStart(CelFrame frame, ReadOnlySpan<CelValue> arguments, int otherwise, out int from, out CelValue instead)
    {
        var (text, part) = (arguments[0].AsString, arguments[1].AsString);
        (from, instead) = (otherwise, CelFrame.OutOfSteps);
        if (!frame.TryChargeText(text.Length + part.Length))
        {
            return false;
        }

        if (arguments.Length < 3)
        {
            return true;
        }

        from = CodePoints.IndexOf(text, arguments[2].AsInt);
        instead = arguments[2].AsInt < 0 ? CelValue.Fail(OutsideText) : CelValue.Of(part.Length == 0 ? arguments[2].AsInt : -1L);
        return from >= 0 && from < text.Length;
    }
}
