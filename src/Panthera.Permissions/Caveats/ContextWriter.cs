using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Panthera.Permissions.Caveats;

/// <summary>Writes the canonical JSON text of a value.</summary>
internal static class ContextWriter
{
    // Whole numbers up to here are exact in a double and are written as whole numbers.
    private const double ExactIntegers = 9007199254740992;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the text is never embedded in HTML
        MaxDepth = CaveatContext.MaxDepth + 1,
    };

    public static byte[] Write(ContextValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ContextValue value)
    {
        switch (value.Kind)
        {
            case ContextValueKind.Bool:
                writer.WriteBooleanValue(value.AsBool());
                break;
            case ContextValueKind.Number:
                WriteNumber(writer, value.AsNumber());
                break;
            case ContextValueKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case ContextValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ContextValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, member) in value.AsObject().Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsInteger(number) && Math.Abs(number) <= ExactIntegers)
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }
}
