using System.Text;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>Functions that make a text of another: CEL's strings extension.</summary>
/// <remarks>Each charges the length of its result before building it, so that no text outgrows the steps.</remarks>
internal static class TextEditFunctions
{
    // The white space of Unicode, which CEL's trim removes.
    private static readonly char[] WhiteSpace =
        "\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000".ToCharArray();

    private static readonly CelType Texts = CelType.ListOf(CelType.String);

    public static CelOverload[] Overloads { get; } =
    [
        Edit("trim", static text => text.Trim(WhiteSpace)),
        Edit("lowerAscii", static text => MapAscii(text, char.IsAsciiLetterUpper, static c => (char)(c | 0x20))),
        Edit("upperAscii", static text => MapAscii(text, char.IsAsciiLetterLower, static c => (char)(c & ~0x20))),
        Edit("reverse", Reverse),
        new("substring", true, [CelType.String, CelType.Int], CelType.String, Substring),
        new("substring", true, [CelType.String, CelType.Int, CelType.Int], CelType.String, Substring),
        new("replace", true, [CelType.String, CelType.String, CelType.String], CelType.String, Replace),
        new("replace", true, [CelType.String, CelType.String, CelType.String, CelType.Int], CelType.String, Replace),
        new("split", true, [CelType.String, CelType.String], Texts, Split),
        new("split", true, [CelType.String, CelType.String, CelType.Int], Texts, Split),
        new("join", true, [Texts], CelType.String, Join),
        new("join", true, [Texts, CelType.String], CelType.String, Join),
    ];

    private static CelOverload Edit(string name, Func<string, string> edit) =>
        new(name, true, [CelType.String], CelType.String, (frame, arguments) =>
            frame.TryChargeText(arguments[0].AsString.Length) ? CelValue.Of(edit(arguments[0].AsString)) : CelFrame.OutOfSteps);

    private static string MapAscii(string text, Func<char, bool> isMapped, Func<char, char> map) =>
        string.Create(text.Length, (text, isMapped, map), static (result, state) =>
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = state.isMapped(state.text[i]) ? state.map(state.text[i]) : state.text[i];
            }
        });

    private static string Reverse(string text)
    {
        var result = text.ToCharArray();
        Array.Reverse(result);
        for (var i = 0; i + 1 < result.Length; i++)
        {
            if (char.IsLowSurrogate(result[i]) && char.IsHighSurrogate(result[i + 1]))
            {
                (result[i], result[i + 1]) = (result[i + 1], result[i]);
                i++;
            }
        }

        return new string(result);
    }

    private static CelValue Substring(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var text = arguments[0].AsString;
        if (!frame.TryChargeText(text.Length))
        {
            return CelFrame.OutOfSteps;
        }

        var from = CodePoints.IndexOf(text, arguments[1].AsInt);
        var to = arguments.Length == 3 ? CodePoints.IndexOf(text, arguments[2].AsInt) : text.Length;
        return from >= 0 && to >= from ? CelValue.Of(text[from..to]) : CelValue.Fail("the range is outside the text");
    }

    private static CelValue Replace(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var (text, old, replacement) = (arguments[0].AsString, arguments[1].AsString, arguments[2].AsString);
        var limit = arguments.Length == 4 && arguments[3].AsInt >= 0 ? arguments[3].AsInt : long.MaxValue;
        var result = new StringBuilder();
        var at = 0;
        if (!frame.TryChargeText(text.Length))
        {
            return CelFrame.OutOfSteps;
        }

        for (; limit > 0 && at <= text.Length; limit--)
        {
            var next = old.Length > 0 ? text.IndexOf(old, at, StringComparison.Ordinal) : at;
            if (next < 0)
            {
                break;
            }

            if (!frame.TryChargeText(next - at + replacement.Length))
            {
                return CelFrame.OutOfSteps;
            }

            result.Append(text, at, next - at).Append(replacement);
            at = next + old.Length;
            if (old.Length == 0)
            {
                // An empty text stands before every character and after the last.
                var step = at == text.Length ? 0 : char.IsHighSurrogate(text[at]) ? 2 : 1;
                result.Append(text, at, step);
                at = step == 0 ? text.Length + 1 : at + step;
            }
        }

        return CelValue.Of(result.Append(text, Math.Min(at, text.Length), text.Length - Math.Min(at, text.Length)).ToString());
    }

    private static CelValue Split(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var (text, separator) = (arguments[0].AsString, arguments[1].AsString);
        var limit = arguments.Length == 3 && arguments[2].AsInt >= 0 ? arguments[2].AsInt : long.MaxValue;
        var parts = new List<CelValue>();
        var at = 0;
        if (!frame.TryChargeText(text.Length))
        {
            return CelFrame.OutOfSteps;
        }

        while (limit > 0 && at <= text.Length)
        {
            if (!frame.TryCharge(2))
            {
                return CelFrame.OutOfSteps;
            }

            // An empty separator stands between any two characters.
            var next = parts.Count == limit - 1 ? -1
                : separator.Length > 0 ? text.IndexOf(separator, at, StringComparison.Ordinal)
                : at >= text.Length ? -1
                : at + (char.IsHighSurrogate(text[at]) ? 2 : 1);
            if (separator.Length == 0 && (at == text.Length || next == text.Length))
            {
                next = -1;
            }

            if (next < 0 && (separator.Length > 0 || at < text.Length))
            {
                parts.Add(CelValue.Of(text[at..]));
            }

            if (next < 0)
            {
                break;
            }

            parts.Add(CelValue.Of(text[at..next]));
            at = next + separator.Length;
        }

        return CelValue.Of(parts.ToArray());
    }

    private static CelValue Join(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var separator = arguments.Length == 2 ? arguments[1].AsString : string.Empty;
        var result = new StringBuilder();
        var isFirst = true;
        foreach (var part in arguments[0].AsList)
        {
            if (part.Kind != CelKind.String)
            {
                return CelValue.Fail($"`join` takes a list of strings: found {TypeNames.WithArticle(part.Kind)} in it");
            }

            if (!frame.TryChargeText(part.AsString.Length + separator.Length))
            {
                return CelFrame.OutOfSteps;
            }

            result.Append(isFirst ? string.Empty : separator).Append(part.AsString);
            isFirst = false;
        }

        return CelValue.Of(result.ToString());
    }
}
