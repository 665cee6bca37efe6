using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Panthera.Server.Authentication;

namespace Panthera.Server.Grpc.Gateway;

/// <summary>Errors of the HTTP form: `{"code", "message", "details"}`, with the HTTP status that gateways give to the gRPC code.</summary>
internal static class GatewayErrors
{
    private static readonly JsonFormatter s_formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(TypeRegistry.FromFiles(ErrorInfo.Descriptor.File)));

    /// <summary>Answers with an error; in the middle of a stream, as its last line.</summary>
    internal static async Task WriteAsync(GatewayExchange exchange, RpcException error)
    {
        var status = error.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)error.StatusCode, Message = error.Status.Detail };
        var response = exchange.Http.Response;
        if (response.HasStarted)
        {
            // INVARIANT (no-clean-end): the line says that the stream is not complete.
            await exchange.WriteLineAsync("error", status, s_formatter, exchange.Cancelled).ConfigureAwait(false);
            return;
        }

        response.StatusCode = StatusOf(error.StatusCode);
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (error.StatusCode == StatusCode.Unauthenticated) response.Headers.WWWAuthenticate = Authenticator.ChallengeOf(AuthenticationFailure.NoToken);
        var bytes = Encoding.UTF8.GetBytes(s_formatter.Format(status));
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, exchange.Cancelled).ConfigureAwait(false);
    }

    internal static int StatusOf(StatusCode code) => code switch
    {
        StatusCode.OK => StatusCodes.Status200OK,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
