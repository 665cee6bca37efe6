using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panthera.Server.Http.Contracts;

/// <summary>Times on the wire: ISO 8601 in UTC, ending in `Z`; any offset is read, a time without one is not.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        // A time without an offset would be read in the server's time zone: a grant would end hours early or late.
        var text = reader.GetString()!;
        var timeAt = text.IndexOf('T', StringComparison.Ordinal);
        var hasOffset = timeAt > 0 && text.AsSpan(timeAt).IndexOfAny("Z+-") > 0;
        return hasOffset && reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // A UTC DateTime is written with its `Z` and without trailing zeros.
        writer.WriteStringValue(value.UtcDateTime);
    }
}
