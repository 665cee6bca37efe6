using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Panthera.Permissions.Caveats;

/// <summary>Reads the JSON text of a context.</summary>
/// <remarks>A key given twice is refused: which of the two counts must never depend on who reads the text.</remarks>
internal static class ContextParser
{
    public const string TooLarge = "the context is larger than 1 MiB";
    public const string TooDeep = "the context nests more than 64 levels of lists and objects";

    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out CaveatContext? context, [NotNullWhen(false)] out string? error)
    {
        context = null;
        error = utf8Json.Length > CaveatContext.MaxTextBytes ? TooLarge : null;
        if (error is not null)
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = CaveatContext.MaxDepth + 1 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                error = "the context must be a JSON object: expected `{`";
                return false;
            }

            context = ReadObject(ref reader, ref error);
            if (context is not null)
            {
                reader.Read(); // whatever follows the object is a JsonException
            }
        }
        catch (JsonException exception)
        {
            error = $"the context is not well-formed JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        }
        catch (InvalidOperationException)
        {
            error = "the context holds a text that is not well-formed Unicode";
        }

        context = error is null ? context : null;
        return context is not null;
    }

    private static CaveatContext? ReadObject(ref Utf8JsonReader reader, ref string? error)
    {
        if (reader.CurrentDepth >= CaveatContext.MaxDepth)
        {
            error = TooDeep;
            return null;
        }

        var members = new List<KeyValuePair<string, ContextValue>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members.Add(new(name, ReadValue(ref reader, ref error)));
            if (error is not null)
            {
                return null;
            }
        }

        return CaveatContext.TryCreate(members, out var context, out error) ? context : null;
    }

    private static ContextValue ReadValue(ref Utf8JsonReader reader, ref string? error)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return ContextValue.FromBool(reader.GetBoolean());
            case JsonTokenType.String:
                return ContextValue.FromString(reader.GetString()!);
            case JsonTokenType.Number:
                if (reader.TryGetDouble(out var number) && double.IsFinite(number))
                {
                    return ContextValue.FromNumber(number);
                }

                error = "the context holds a number outside the range of a double";
                return default;
            case JsonTokenType.StartArray:
                return ReadList(ref reader, ref error);
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, ref error) is { } nested ? ContextValue.FromObject(nested) : default;
            default:
                return ContextValue.Null;
        }
    }

    private static ContextValue ReadList(ref Utf8JsonReader reader, ref string? error)
    {
        if (reader.CurrentDepth >= CaveatContext.MaxDepth)
        {
            error = TooDeep;
            return default;
        }

        var values = ImmutableArray.CreateBuilder<ContextValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(ReadValue(ref reader, ref error));
            if (error is not null)
            {
                return default;
            }
        }

        return ContextValue.FromList(values.ToImmutable());
    }
}
