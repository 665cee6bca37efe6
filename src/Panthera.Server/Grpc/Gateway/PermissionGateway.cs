using System.Collections.Frozen;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Gateway.OpenApi;
using Panthera.Server.Http;

namespace Panthera.Server.Grpc.Gateway;

/// <summary>The HTTP form of the permission API: the same calls, by the paths that gateways to the contract have.</summary>
internal sealed class PermissionGateway
{
    private const string DescriptionPath = "/openapi.json";

    private readonly FrozenDictionary<string, WireCall> _calls;
    private readonly Lazy<byte[]> _description;
    private readonly CallRunner _runner;
    private readonly int _maxMessageBytes;
    private readonly long _maxStreamBytes;

    internal PermissionGateway(CallTable calls, CallRunner runner, int maxMessageBytes, long maxStreamBytes)
    {
        _calls = calls.All.Where(static call => call.Path is not null).ToFrozenDictionary(static call => call.Path!, StringComparer.Ordinal);
        _description = new(() => OpenApiDocument.Write(calls));
        _runner = runner;
        _maxMessageBytes = maxMessageBytes;
        _maxStreamBytes = maxStreamBytes;
    }

    /// <summary>Whether a path is one of the contract's.</summary>
    internal bool Has(string path) => _calls.ContainsKey(path) || path == DescriptionPath;

    /// <summary>Answers a request to a path that it has.</summary>
    internal Task ServeAsync(HttpContext http, string path) => path == DescriptionPath ? DescribeAsync(http) : AnswerAsync(http, _calls[path]);

    /// <summary>The description takes no key: it says nothing but what the contract says.</summary>
    private Task DescribeAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            return ProblemWriter.WriteAsync(http, Problems.MethodNotAllowed, "this takes GET, HEAD");
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = _description.Value.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.BodyWriter.WriteAsync(_description.Value, http.RequestAborted).AsTask();
    }

    private async Task AnswerAsync(HttpContext http, WireCall call)
    {
        var exchange = new GatewayExchange(http, _maxMessageBytes);
        try
        {
            if (!HttpMethods.IsPost(http.Request.Method))
            {
                http.Response.Headers.Allow = HttpMethods.Post;
                throw WireErrors.Plain(StatusCode.Unimplemented, "this takes POST, with the request as JSON in its body");
            }

            // INVARIANT (token-first): a body is taken in for nobody without a key.
            _runner.CheckKey(call, http);
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = call.Method.IsClientStreaming ? _maxStreamBytes : _maxMessageBytes;
            await call.AnswerAsync(exchange, _runner).ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            if (http.RequestAborted.IsCancellationRequested) http.Abort();
            else await GatewayErrors.WriteAsync(exchange, error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad) when (!http.RequestAborted.IsCancellationRequested)
        {
            var error = bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? GatewayExchange.TooLarge(_maxMessageBytes)
                : WireErrors.Invalid("the body is not well-formed HTTP, arrives too slowly, or ends early");
            await GatewayErrors.WriteAsync(exchange, error).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }
}
