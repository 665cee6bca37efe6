using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Panthera.Storage;

namespace Panthera.Server.Http;

/// <summary>Answers a request that ended in an exception.</summary>
internal sealed class FailureResponse
{
    private readonly ILogger _logger;

    internal FailureResponse(ILogger logger) => _logger = logger;

    /// <summary>Turns the exception into a problem, or cuts the connection where a response is already under way.</summary>
    /// <remarks>INVARIANT (no-clean-end): a response that cannot be completed never ends as if it were complete.</remarks>
    internal Task AnswerAsync(HttpContext http, string route, Exception exception)
    {
        var (kind, detail) = Classify(http, exception);
        if (kind is not null && kind.Status >= StatusCodes.Status500InternalServerError) Log(route, kind, exception);
        if (kind is null || http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        // What the handler had set describes a content that is not sent.
        http.Response.Headers.Clear();
        return ProblemWriter.WriteAsync(http, kind, detail);
    }

    private static (ProblemKind? Kind, string Detail) Classify(HttpContext http, Exception exception) => exception switch
    {
        RefusedException refused => (Problems.Of(refused.Refusal.Code), refused.Refusal.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (Problems.LimitExceeded, "the body is larger than this call takes; nothing of it was kept"),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => (Problems.TooSlow, "the body arrived too slowly; nothing of it was kept"),
        BadHttpRequestException when !http.RequestAborted.IsCancellationRequested => (Problems.InvalidArgument, "the body is not well-formed HTTP, or ends early; nothing of it was kept"),
        StorageException storage => (Problems.Of(storage.Code), Problems.DetailOf(storage.Code)),
        // The store was closed under the request.
        ObjectDisposedException => (Problems.Unavailable, Problems.DetailOf(StorageErrorCode.Closed)),
        _ when http.RequestAborted.IsCancellationRequested || exception is ConnectionAbortedException or ConnectionResetException => (null, ""),
        OperationCanceledException => (Problems.TimedOut, "the call took too long and was given up; a change that it asked for may still have been made"),
        _ => (Problems.Internal, "the failure was logged"),
    };

    private void Log(string route, ProblemKind kind, Exception exception)
    {
        if (kind == Problems.Overloaded || kind == Problems.TimedOut) _logger.LogWarning("{Route}: {Code}: {Message}", route, kind.Code, exception.Message);
        else _logger.LogError(exception, "{Route}: {Code}", route, kind.Code);
    }
}
