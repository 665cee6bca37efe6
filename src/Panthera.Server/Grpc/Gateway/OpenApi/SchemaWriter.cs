using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Panthera.Server.Grpc.Gateway.OpenApi;

/// <summary>Writes messages and enums as JSON schemas, in the form that proto3 JSON gives them.</summary>
internal sealed class SchemaWriter
{
    private readonly Utf8JsonWriter _json;

    internal SchemaWriter(Utf8JsonWriter json) => _json = json;

    internal static void WriteReference(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("$ref", "#/components/schemas/" + name);
        json.WriteEndObject();
    }

    /// <summary>Writes messages with all that they are made of, each once, in the order of their names.</summary>
    internal void Write(IEnumerable<MessageDescriptor> messages)
    {
        var (all, waiting) = (new SortedDictionary<string, MessageDescriptor>(StringComparer.Ordinal), new Stack<MessageDescriptor>(messages));
        while (waiting.TryPop(out var message))
        {
            if (IsWellKnown(message) || !all.TryAdd(message.FullName, message)) continue;
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                if (field.FieldType == FieldType.Message) waiting.Push(field.MessageType);
            }
        }

        foreach (var message in all.Values) WriteMessage(message);
    }

    private void WriteMessage(MessageDescriptor message)
    {
        _json.WriteStartObject(message.FullName);
        _json.WriteString("type", "object");
        _json.WriteStartObject("properties");
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            _json.WritePropertyName(field.JsonName);
            WriteField(field);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteField(FieldDescriptor field)
    {
        if (!field.IsRepeated)
        {
            WriteValue(field);
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("type", "array");
        _json.WritePropertyName("items");
        WriteValue(field);
        _json.WriteEndObject();
    }

    private void WriteValue(FieldDescriptor field)
    {
        if (field.FieldType == FieldType.Message && !IsWellKnown(field.MessageType))
        {
            WriteReference(_json, field.MessageType.FullName);
            return;
        }

        _json.WriteStartObject();
        switch (field.FieldType)
        {
            case FieldType.Message:
                WriteWellKnown(field.MessageType);
                break;
            case FieldType.Enum:
                _json.WriteString("type", "string");
                _json.WriteStartArray("enum");
                foreach (var value in field.EnumType.Values) _json.WriteStringValue(value.Name);
                _json.WriteEndArray();
                break;
            default:
                WriteScalar(field.FieldType);
                break;
        }

        _json.WriteEndObject();
    }

    private void WriteWellKnown(MessageDescriptor message)
    {
        var isTime = message.FullName == Timestamp.Descriptor.FullName;
        _json.WriteString("type", isTime || message.FullName == Duration.Descriptor.FullName ? "string" : "object");
        if (isTime) _json.WriteString("format", "date-time");
    }

    /// <summary>64-bit numbers are texts: JSON's own would lose digits.</summary>
    private void WriteScalar(FieldType type)
    {
        var (name, format) = type switch
        {
            FieldType.Bool => ("boolean", null),
            FieldType.Double or FieldType.Float => ("number", "double"),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => ("string", "int64"),
            FieldType.UInt64 or FieldType.Fixed64 => ("string", "uint64"),
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 or FieldType.UInt32 or FieldType.Fixed32 => ("integer", "int64"),
            FieldType.Bytes => ("string", "byte"),
            _ => ("string", (string?)null),
        };
        _json.WriteString("type", name);
        if (format is not null) _json.WriteString("format", format);
    }

    private static bool IsWellKnown(MessageDescriptor message) => message.File.Package == "google.protobuf";
}
