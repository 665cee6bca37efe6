using System.Globalization;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats;

/// <summary>Turns the JSON values of a context into values of the parameters' types.</summary>
/// <remarks>Recursion follows the nesting of the type and of the context, both bounded.</remarks>
internal static class ParameterReader
{
    // Beyond this not every whole number is a double: what was written and what was read may differ.
    private const double MaxExactInteger = 9007199254740991;

    /// <summary>Reads a value.</summary>
    /// <returns>False, and which value was expected where, when it is not of the type.</returns>
    public static bool TryRead(CaveatType type, ContextValue given, out CelValue value, out string? problem)
    {
        problem = null;
        value = type.Kind switch
        {
            CaveatTypeKind.Any => ReadAny(given),
            CaveatTypeKind.Bool when given.Kind == ContextValueKind.Bool => CelValue.Of(given.AsBool()),
            CaveatTypeKind.String when given.Kind == ContextValueKind.String => CelValue.Of(given.AsString()),
            CaveatTypeKind.Int => ReadInt(given),
            CaveatTypeKind.Uint => ReadUint(given),
            CaveatTypeKind.Double => ReadDouble(given),
            CaveatTypeKind.List => ReadList(type.Element!, given, out problem),
            CaveatTypeKind.Map => ReadMap(type.Element!, given, out problem),
            _ when given.Kind == ContextValueKind.String => ReadText(type.Kind, given.AsString()),
            _ => default,
        };
        problem ??= value.IsAbnormal ? $"expected {Expected(type)}, given `{Excerpt.Of(given.ToString())}`" : null;
        return problem is null;
    }

    private static CelValue ReadInt(ContextValue given)
    {
        if (given.Kind == ContextValueKind.Number)
        {
            var number = given.AsNumber();
            return double.IsInteger(number) && Math.Abs(number) <= MaxExactInteger ? CelValue.Of((long)number) : default;
        }

        return given.Kind == ContextValueKind.String && TryWhole(given.AsString(), out var whole) && whole >= long.MinValue && whole <= long.MaxValue
            ? CelValue.Of((long)whole)
            : default;
    }

    private static CelValue ReadUint(ContextValue given)
    {
        if (given.Kind == ContextValueKind.Number)
        {
            var number = given.AsNumber();
            return double.IsInteger(number) && number is >= 0 and <= MaxExactInteger ? CelValue.Of((ulong)number) : default;
        }

        return given.Kind == ContextValueKind.String && TryWhole(given.AsString(), out var whole) && whole >= 0 && whole <= ulong.MaxValue
            ? CelValue.Of((ulong)whole)
            : default;
    }

    private static CelValue ReadDouble(ContextValue given) => given.Kind switch
    {
        ContextValueKind.Number => CelValue.Of(given.AsNumber()),
        ContextValueKind.String when CelDoubleText.TryParse(given.AsString(), out var value) => CelValue.Of(value),
        _ => default,
    };

    // `42`, and what is the same number: `42.0`, `4.2e1`.
    private static bool TryWhole(string text, out Int128 whole)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var isWhole = text.Length <= 64 && IsExact(text) && decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var value) && decimal.IsInteger(value)
            && Math.Abs(value) < 1e20m && (value != 0 || !HasValue(text));
        whole = isWhole ? (Int128)decimal.Parse(text, Styles, CultureInfo.InvariantCulture) : 0;
        return isWhole;
    }

    // A decimal rounds what has more digits, and then what is no whole number may look like one.
    private static bool IsExact(string text) => Mantissa(text).Count(char.IsAsciiDigit) <= 28;

    private static bool HasValue(string text) => Mantissa(text).Any(static digit => digit is >= '1' and <= '9');

    private static IEnumerable<char> Mantissa(string text) => text.TakeWhile(static c => c is not ('e' or 'E'));

    private static CelValue ReadText(CaveatTypeKind kind, string text) => kind switch
    {
        CaveatTypeKind.Timestamp when CelTimestamp.TryParse(text, out var timestamp) => CelValue.Of(timestamp),
        CaveatTypeKind.Duration when CelDurationText.TryParse(text, out var nanoseconds) => CelValue.Duration(nanoseconds),
        CaveatTypeKind.IpAddress when IpAddress.TryParse(text, out var address) => CelValue.Of(address),
        CaveatTypeKind.Bytes => ReadBytes(text),
        _ => default,
    };

    private static CelValue ReadBytes(string text)
    {
        var bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? CelValue.Of(bytes[..length]) : default;
    }

    private static CelValue ReadList(CaveatType element, ContextValue given, out string? problem)
    {
        problem = null;
        if (given.Kind != ContextValueKind.List)
        {
            return default;
        }

        var list = given.AsList();
        var values = new CelValue[list.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!TryRead(element, list[i], out values[i], out problem))
            {
                problem = $"at index {i}: {problem}";
                return default;
            }
        }

        return CelValue.Of(values);
    }

    private static CelValue ReadMap(CaveatType element, ContextValue given, out string? problem)
    {
        problem = null;
        if (given.Kind != ContextValueKind.Object)
        {
            return default;
        }

        var members = given.AsObject().Members;
        var (keys, values) = (new CelValue[members.Length], new CelValue[members.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = CelValue.Of(members[i].Key);
            if (!TryRead(element, members[i].Value, out values[i], out problem))
            {
                problem = $"at key `{Excerpt.Of(members[i].Key)}`: {problem}";
                return default;
            }
        }

        return CelMap.TryBuild(keys, values) is { } map ? CelValue.Of(map) : default; // a context has no key twice
    }

    private static CelValue ReadAny(ContextValue given) => given.Kind switch
    {
        ContextValueKind.Bool => CelValue.Of(given.AsBool()),
        ContextValueKind.Number => CelValue.Of(given.AsNumber()),
        ContextValueKind.String => CelValue.Of(given.AsString()),
        ContextValueKind.List => ReadList(CaveatType.Any, given, out _),
        ContextValueKind.Object => ReadMap(CaveatType.Any, given, out _),
        _ => CelValue.Null,
    };

    private static string Expected(CaveatType type) => type.Kind switch
    {
        CaveatTypeKind.Int => "a whole number, as text when it is beyond 2^53",
        CaveatTypeKind.Uint => "a whole number that is not negative, as text when it is beyond 2^53",
        CaveatTypeKind.Bytes => "bytes as base64 text",
        CaveatTypeKind.Duration => "a duration such as `1h30m`",
        CaveatTypeKind.Timestamp => "a timestamp such as `2030-01-02T03:04:05Z`",
        CaveatTypeKind.IpAddress => "an IPv4 or IPv6 address as text",
        CaveatTypeKind.List => "a list",
        CaveatTypeKind.Map => "an object",
        _ => $"a {type}",
    };
}
