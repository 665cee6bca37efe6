using System.Globalization;
using System.Text;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>Conversions: <c>int(x)</c>, <c>string(x)</c>, <c>timestamp(x)</c>, <c>type(x)</c>.</summary>
internal static class ConversionFunctions
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static CelOverload[] Overloads { get; } =
    [
        .. Same("int", CelType.Int),
        To("int", CelType.Uint, CelType.Int, static x => x.Bits >= 0 ? CelValue.Of(x.Bits) : Range("an int")),
        To("int", CelType.Double, CelType.Int, static x => CelNumbers.TryTruncate(x.AsDouble, out long whole) ? CelValue.Of(whole) : Range("an int")),
        To("int", CelType.String, CelType.Int, static x => ParseInt(x.AsString)),
        To("int", CelType.Timestamp, CelType.Int, static x => CelValue.Of(x.AsTimestamp.Seconds)),
        To("int", CelType.Duration, CelType.Int, static x => CelValue.Of(x.AsNanoseconds)),
        .. Same("uint", CelType.Uint),
        To("uint", CelType.Int, CelType.Uint, static x => x.Bits >= 0 ? CelValue.Of((ulong)x.Bits) : Range("a uint")),
        To("uint", CelType.Double, CelType.Uint, static x => CelNumbers.TryTruncate(x.AsDouble, out ulong whole) ? CelValue.Of(whole) : Range("a uint")),
        To("uint", CelType.String, CelType.Uint, static x => ParseUint(x.AsString)),
        .. Same("double", CelType.Double),
        To("double", CelType.Int, CelType.Double, static x => CelValue.Of((double)x.AsInt)),
        To("double", CelType.Uint, CelType.Double, static x => CelValue.Of((double)x.AsUint)),
        To("double", CelType.String, CelType.Double, static x => CelDoubleText.TryParse(x.AsString, out var value) ? CelValue.Of(value) : NotA("double", x)),
        .. Same("string", CelType.String),
        To("string", CelType.Bool, CelType.String, static x => CelValue.Of(x.IsTrue ? "true" : "false")),
        To("string", CelType.Int, CelType.String, static x => CelValue.Of(x.AsInt.ToString(CultureInfo.InvariantCulture))),
        To("string", CelType.Uint, CelType.String, static x => CelValue.Of(x.AsUint.ToString(CultureInfo.InvariantCulture))),
        To("string", CelType.Double, CelType.String, static x => CelValue.Of(CelDoubleText.Format(x.AsDouble))),
        To("string", CelType.Timestamp, CelType.String, static x => CelValue.Of(x.AsTimestamp.ToString())),
        To("string", CelType.Duration, CelType.String, static x => CelValue.Of(CelDurationText.Format(x.AsNanoseconds))),
        To("string", CelType.IpAddress, CelType.String, static x => CelValue.Of(x.AsIpAddress.ToString())),
        new("string", false, [CelType.Bytes], CelType.String, TextOfBytes),
        .. Same("bytes", CelType.Bytes),
        new("bytes", false, [CelType.String], CelType.Bytes, BytesOfText),
        .. Same("bool", CelType.Bool),
        To("bool", CelType.String, CelType.Bool, ParseBool),
        .. Same("timestamp", CelType.Timestamp),
        To("timestamp", CelType.String, CelType.Timestamp, static x => CelTimestamp.TryParse(x.AsString, out var moment) ? CelValue.Of(moment) : NotA("timestamp", x)),
        To("timestamp", CelType.Int, CelType.Timestamp, static x => CelTimestamp.TryCreate((Int128)x.AsInt * 1_000_000_000, out var moment) ? CelValue.Of(moment) : Range("a timestamp")),
        .. Same("duration", CelType.Duration),
        To("duration", CelType.String, CelType.Duration, static x => CelDurationText.TryParse(x.AsString, out var nanoseconds) ? CelValue.Duration(nanoseconds) : NotA("duration", x)),
        To("duration", CelType.Int, CelType.Duration, static x => CelValue.Duration(x.AsInt)),
        .. Same("ipaddress", CelType.IpAddress),
        To("ipaddress", CelType.String, CelType.IpAddress, static x => IpAddress.TryParse(x.AsString, out var address) ? CelValue.Of(address) : NotA("ipaddress", x)),
        To("dyn", CelType.Dyn, CelType.Dyn, static x => x),
        To("type", CelType.Dyn, CelType.Type, static x => CelValue.Type(TypeNames.Of(x.Kind))),
    ];

    private static CelOverload To(string name, CelType from, CelType to, Func<CelValue, CelValue> convert) =>
        new(name, false, [from], to, (frame, arguments) =>
            from != CelType.String || frame.TryChargeReading(arguments[0].AsString) ? convert(arguments[0]) : CelFrame.OutOfSteps);

    private static CelOverload[] Same(string name, CelType type) => [new(name, false, [type], type, static (_, arguments) => arguments[0])];

    private static CelValue Range(string type) => CelValue.Fail($"the value is outside the range of {type}");

    private static CelValue NotA(string type, CelValue text) => CelValue.Fail($"`{Excerpt.Of(text.AsString)}` is no {type}");

    private static CelValue ParseInt(string text) =>
        text.Length > 0 && !char.IsWhiteSpace(text[0])
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? CelValue.Of(value)
            : NotA("int", CelValue.Of(text));

    private static CelValue ParseUint(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? CelValue.Of(value) : NotA("uint", CelValue.Of(text));

    private static CelValue ParseBool(CelValue text) => text.AsString switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.True,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.False,
        _ => NotA("bool", text),
    };

    private static CelValue TextOfBytes(CelFrame frame, ReadOnlySpan<CelValue> arguments)
    {
        var bytes = arguments[0].AsBytes;
        if (!frame.TryChargeText(bytes.Length))
        {
            return CelFrame.OutOfSteps;
        }

        try
        {
            return CelValue.Of(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return CelValue.Fail("the bytes are not UTF-8");
        }
    }

    private static CelValue BytesOfText(CelFrame frame, ReadOnlySpan<CelValue> arguments) =>
        frame.TryChargeText(arguments[0].AsString.Length)
            ? CelValue.Of(Encoding.UTF8.GetBytes(arguments[0].AsString))
            : CelFrame.OutOfSteps;
}
