using System.Reflection;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Panthera.Server.Grpc.Calls;

namespace Panthera.Server.Grpc.Gateway.OpenApi;

/// <summary>The description of the HTTP form (OpenAPI 3.0), made from the contract's own descriptors, so that it cannot tell another story.</summary>
internal static class OpenApiDocument
{
    private const string StatusName = "google.rpc.Status";

    /// <summary>Writes the document.</summary>
    internal static byte[] Write(CallTable calls)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.0.3");
            WriteInfo(json);
            var described = calls.All.Where(static call => call.Path is not null).ToArray();
            json.WriteStartObject("paths");
            foreach (var call in described) WritePath(json, call);
            json.WriteEndObject();
            WriteComponents(json, described);
            json.WriteStartArray("security");
            json.WriteStartObject();
            json.WriteStartArray("key");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteInfo(Utf8JsonWriter json)
    {
        json.WriteStartObject("info");
        json.WriteString("title", "Panthera: authzed.api.v1 over HTTP");
        json.WriteString("version", typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
        json.WriteString("description", "The calls of the gRPC contract as JSON. A body is the request message in proto3 JSON; a stream answers one JSON object a line.");
        json.WriteEndObject();
    }

    private static void WritePath(Utf8JsonWriter json, WireCall call)
    {
        json.WriteStartObject(call.Path!);
        json.WriteStartObject("post");
        json.WriteString("operationId", $"{call.Method.Service.Name}_{call.Method.Name}");
        json.WriteStartArray("tags");
        json.WriteStringValue(call.Method.Service.Name);
        json.WriteEndArray();
        if (call.Method.IsClientStreaming) json.WriteString("description", "The body is any number of messages, one after the other.");
        json.WriteStartObject("requestBody");
        json.WriteBoolean("required", true);
        WriteContent(json, () => SchemaWriter.WriteReference(json, call.Method.InputType.FullName));
        json.WriteEndObject();
        json.WriteStartObject("responses");
        WriteResponse(json, "200", call.Method.IsServerStreaming ? "a line for each result; a last line with `error` if it fails on the way" : "the answer", () => WriteAnswer(json, call.Method));
        WriteResponse(json, "default", "why there is no answer", () => SchemaWriter.WriteReference(json, StatusName));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, MethodDescriptor method)
    {
        if (!method.IsServerStreaming)
        {
            SchemaWriter.WriteReference(json, method.OutputType.FullName);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WritePropertyName("result");
        SchemaWriter.WriteReference(json, method.OutputType.FullName);
        json.WritePropertyName("error");
        SchemaWriter.WriteReference(json, StatusName);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, string status, string description, Action schema)
    {
        json.WriteStartObject(status);
        json.WriteString("description", description);
        WriteContent(json, schema);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, Action schema)
    {
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        json.WritePropertyName("schema");
        schema();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json, WireCall[] calls)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("securitySchemes");
        json.WriteStartObject("key");
        json.WriteString("type", "http");
        json.WriteString("scheme", "bearer");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("schemas");
        var writer = new SchemaWriter(json);
        writer.Write(calls.SelectMany(static call => (MessageDescriptor[])[call.Method.InputType, call.Method.OutputType]).Append(Google.Rpc.Status.Descriptor));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
