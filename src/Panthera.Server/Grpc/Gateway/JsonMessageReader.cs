using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Panthera.Server.Grpc.Errors;

namespace Panthera.Server.Grpc.Gateway;

/// <summary>A body of JSON values one after the other, with or without lines between, as messages.</summary>
/// <remarks>Confined to its request; at most one message is held.</remarks>
internal sealed class JsonMessageReader<T> : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    private readonly PipeReader _body;
    private readonly MessageDescriptor _descriptor;
    private readonly int _maxMessageBytes;

    internal JsonMessageReader(PipeReader body, MessageDescriptor descriptor, int maxMessageBytes)
    {
        _body = body;
        _descriptor = descriptor;
        _maxMessageBytes = maxMessageBytes;
    }

    public T Current { get; private set; } = null!;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var consumed = read.Buffer.Start;
            try
            {
                if (TryTake(read.Buffer, read.IsCompleted, ref consumed)) return true;
                if (read.Buffer.Length > _maxMessageBytes) throw GatewayExchange.TooLarge(_maxMessageBytes);
                if (read.IsCompleted) return false;
            }
            finally
            {
                // Also after an error: the server reads on from here to find the next request.
                _body.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }

    private bool TryTake(ReadOnlySequence<byte> buffer, bool isLast, ref SequencePosition consumed)
    {
        var reader = new Utf8JsonReader(buffer, isLast, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
        try
        {
            if (!reader.Read()) return false;
            var start = reader.TokenStartIndex;
            if (!reader.TrySkip()) return false;
            var value = buffer.Slice(start, reader.BytesConsumed - start);
            if (value.Length > _maxMessageBytes) throw GatewayExchange.TooLarge(_maxMessageBytes);
            Current = GatewayExchange.Parse<T>(_descriptor, value);
            consumed = value.End;
            return true;
        }
        catch (JsonException exception)
        {
            throw WireErrors.Invalid($"the body is no sequence of `{_descriptor.FullName}` in JSON: {exception.Message}");
        }
    }
}
