using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Panthera.Server.Grpc.Calls;

namespace Panthera.Server.Tests.Grpc;

/// <summary>Calls of the contract by their request alone, as bytes over gRPC or as JSON over HTTP.</summary>
internal static class RawCalls
{
    private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    internal static IReadOnlyList<WireCall> All { get; } = new CallTable().All;

    internal static WireCall Of(IMessage request) => All.First(call => call.Method.InputType.ClrType == request.GetType());

    /// <summary>Sends messages of bytes, whatever they are, and collects the answers.</summary>
    /// <exception cref="RpcException">What the server says.</exception>
    internal static async Task<List<byte[]>> SendAsync(CallInvoker calls, Metadata headers, WireCall call, params byte[][] requests)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var options = new CallOptions(headers, cancellationToken: cancelled);
        var (service, name) = (call.Method.Service.FullName, call.Method.Name);
        if (call.Method.IsClientStreaming)
        {
            using var upload = calls.AsyncClientStreamingCall(new Method<byte[], byte[]>(MethodType.ClientStreaming, service, name, s_bytes, s_bytes), null, options);
            try
            {
                foreach (var request in requests) await upload.RequestStream.WriteAsync(request, cancelled);
                await upload.RequestStream.CompleteAsync();
            }
            catch (RpcException)
            {
                // The server may answer before it has everything; the response says why.
            }

            return [await upload.ResponseAsync];
        }

        if (!call.Method.IsServerStreaming) return [await calls.AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, service, name, s_bytes, s_bytes), null, options, requests[0]).ResponseAsync];
        using var stream = calls.AsyncServerStreamingCall(new Method<byte[], byte[]>(MethodType.ServerStreaming, service, name, s_bytes, s_bytes), null, options, requests[0]);
        List<byte[]> answers = [];
        while (await stream.ResponseStream.MoveNext(cancelled)) answers.Add(stream.ResponseStream.Current);
        return answers;
    }

    /// <summary>Sends a message over HTTP, and returns the status with the error's code, reason and message; the last line's, in a stream.</summary>
    internal static async Task<(HttpStatusCode Status, StatusCode Code, string? Reason, string Message)> PostAsync(ApiClient client, IMessage request)
    {
        using var response = await client.SendAsync(HttpMethod.Post, Of(request).Path!, new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode) return (response.StatusCode, StatusCode.OK, null, text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        var error = JsonDocument.Parse(text).RootElement;
        string? reason = null;
        foreach (var detail in error.GetProperty("details").EnumerateArray())
        {
            Assert.Equal("type.googleapis.com/" + ErrorInfo.Descriptor.FullName, detail.GetProperty("@type").GetString());
            Assert.Equal("authzed.com", detail.GetProperty("domain").GetString());
            reason = detail.GetProperty("reason").GetString()!["ERROR_REASON_".Length..];
        }

        return (response.StatusCode, (StatusCode)error.GetProperty("code").GetInt32(), reason, error.GetProperty("message").GetString()!);
    }
}
