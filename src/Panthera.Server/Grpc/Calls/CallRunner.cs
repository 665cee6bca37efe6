using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Panthera.Server.Diagnostics;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Hosting;
using Panthera.Storage;

namespace Panthera.Server.Grpc.Calls;

/// <summary>Runs every call of the contract, whichever form it came in: admits it, answers it, turns what went wrong into a status, and counts it.</summary>
internal sealed class CallRunner
{
    private const string MethodLabel = "call";

    private readonly KeyAccess _access;
    private readonly RequestGate _gate;
    private readonly ServerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal CallRunner(KeyAccess access, RequestGate gate, ServerMetrics metrics, TimeProvider time, ILogger logger)
    {
        _access = access;
        _gate = gate;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>Refuses a call by its key alone, before its message is taken in.</summary>
    /// <exception cref="RpcException">There is no key, it is unknown, or it may not.</exception>
    internal void CheckKey(WireCall call, HttpContext http) => _access.Check(http, call.IsWrite);

    /// <summary>Runs a call. What is decided from memory is answered without a wait.</summary>
    /// <exception cref="RpcException">Whatever went wrong.</exception>
    internal async Task<TResult> RunAsync<TRequest, TResult>(
        WireCall call, HttpContext http, TRequest request, Func<PermissionCall, TRequest, ValueTask<TResult>> handler, CancellationToken cancelled)
    {
        var started = _time.GetTimestamp();
        var status = StatusCode.OK;
        var isEntered = false;
        _metrics.Started();
        try
        {
            isEntered = await _gate.TryEnterAsync(cancelled).ConfigureAwait(false);
            if (!isEntered)
            {
                _metrics.TurnedAway();
                throw WireErrors.Plain(StatusCode.Unavailable, "too many requests are running; try again in a moment");
            }

            using var admitted = await _access.AdmitAsync(http, call.IsWrite, cancelled).ConfigureAwait(false);
            return await handler(admitted, request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var error = ErrorOf(call, http, exception, cancelled);
            status = error.StatusCode;
            throw error;
        }
        finally
        {
            if (isEntered) _gate.Leave();
            _metrics.Ended(call.FullName, MethodLabel, (int)status, _time.GetElapsedTime(started));
        }
    }

    private RpcException ErrorOf(WireCall call, HttpContext http, Exception exception, CancellationToken cancelled)
    {
        switch (exception)
        {
            case RpcException error:
                return error;
            case RefusedException refused:
                _metrics.Refused(refused.Refusal.Code);
                return WireErrors.Of(refused.Refusal);
            case StorageException storage:
                _logger.LogError(exception, "{Call}: {Code}", call.FullName, storage.Code);
                return WireErrors.Of(storage.Code);
            case ObjectDisposedException when !cancelled.IsCancellationRequested:
                // The store was closed under the call.
                return WireErrors.Of(StorageErrorCode.Closed);
            case ConnectionAbortedException or ConnectionResetException:
                return WireErrors.Plain(StatusCode.Cancelled, "the client has left");
            case var _ when cancelled.IsCancellationRequested || http.RequestAborted.IsCancellationRequested:
                return WireErrors.Plain(StatusCode.Cancelled, "the client has left, or its deadline has passed");
            default:
                _logger.LogError(exception, "{Call}: failed", call.FullName);
                return WireErrors.Plain(StatusCode.Internal, "the failure was logged");
        }
    }
}
