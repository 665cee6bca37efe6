using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Panthera.Server.Grpc.Errors;

namespace Panthera.Server.Grpc.Gateway;

/// <summary>One request of the HTTP form, and its response: messages as proto3 JSON.</summary>
/// <remarks>Confined to its request. A member that the message does not have is refused: ignored, a misspelt precondition would be none.</remarks>
internal sealed class GatewayExchange
{
    // The contract's own messages nest a few levels; contexts are JSON of any shape within their size.
    private const int MaxDepth = 64;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonParser s_parser = new(new JsonParser.Settings(MaxDepth));
    private static readonly JsonFormatter s_formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private readonly int _maxMessageBytes;

    internal GatewayExchange(HttpContext http, int maxMessageBytes)
    {
        Http = http;
        _maxMessageBytes = maxMessageBytes;
    }

    internal HttpContext Http { get; }

    internal CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>Reads the body as one message; an empty body is an empty message.</summary>
    /// <exception cref="RpcException">It is none.</exception>
    internal async ValueTask<T> ReadAsync<T>(MessageDescriptor descriptor)
        where T : class, IMessage<T>
    {
        var reader = Http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(Cancelled).ConfigureAwait(false);
            var consumed = read.Buffer.Start;
            try
            {
                if (read.Buffer.Length > _maxMessageBytes) throw TooLarge(_maxMessageBytes);
                if (!read.IsCompleted) continue;
                consumed = read.Buffer.End;
                return Parse<T>(descriptor, read.Buffer);
            }
            finally
            {
                // Also after an error: the server reads on from here to find the next request.
                reader.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }

    /// <summary>Reads the body as messages one after the other.</summary>
    internal IAsyncStreamReader<T> Requests<T>(MessageDescriptor descriptor)
        where T : class, IMessage<T> => new JsonMessageReader<T>(Http.Request.BodyReader, descriptor, _maxMessageBytes);

    /// <summary>Writes the response's one message.</summary>
    internal async Task WriteAsync(IMessage message)
    {
        Begin();
        Write(Http.Response.BodyWriter, s_formatter.Format(message));
        await Http.Response.BodyWriter.FlushAsync(Cancelled).ConfigureAwait(false);
    }

    /// <summary>Writes the response's messages, a line each.</summary>
    internal IAsyncStreamWriter<T> Results<T>()
        where T : class, IMessage<T> => new JsonLineWriter<T>(this);

    /// <summary>Writes one of many messages, and waits until the client has taken what came before.</summary>
    internal async Task WriteLineAsync(string name, IMessage message, JsonFormatter? formatter, CancellationToken cancellationToken)
    {
        if (!Http.Response.HasStarted) Begin();
        var writer = Http.Response.BodyWriter;
        Write(writer, $"{{\"{name}\":{(formatter ?? s_formatter).Format(message)}}}\n");
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a stream; it may have had no messages.</summary>
    internal async Task EndAsync()
    {
        if (Http.Response.HasStarted) return;
        Begin();
        await Http.Response.StartAsync(Cancelled).ConfigureAwait(false);
    }

    internal static T Parse<T>(MessageDescriptor descriptor, ReadOnlySequence<byte> json)
        where T : class, IMessage<T>
    {
        try
        {
            var text = s_utf8.GetString(json);
            return string.IsNullOrWhiteSpace(text) ? (T)descriptor.Parser.ParseFrom(ByteString.Empty) : (T)s_parser.Parse(text, descriptor);
        }
        catch (Exception exception) when (exception is InvalidJsonException or InvalidProtocolBufferException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw WireErrors.Invalid($"the body is no `{descriptor.FullName}` in JSON: {exception.Message}");
        }
    }

    internal static RpcException TooLarge(int maxBytes) => WireErrors.Plain(StatusCode.ResourceExhausted, $"the message is larger than {maxBytes} bytes; send it in parts");

    private static void Write(PipeWriter writer, string text) => Encoding.UTF8.GetBytes(text, writer);

    private void Begin()
    {
        var response = Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
    }
}
