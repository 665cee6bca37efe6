using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Panthera.Files;
using Panthera.Server.Authentication;
using Panthera.Server.Diagnostics;
using Panthera.Server.Hosting;
using Panthera.Storage;

namespace Panthera.Server.Http;

/// <summary>Takes every request of the API: authenticates it, finds its route, checks its scope, opens its tenant, runs it.</summary>
/// <remarks>INVARIANT (token-first): nothing but the token is looked at before it is known to be valid. INVARIANT (tenant-by-token): the tenant comes
/// from the token alone. What the caller may do to files, the file store decides.</remarks>
internal sealed class RequestPipeline
{
    private readonly PantheraStore _store;
    private readonly PantheraServerOptions _options;
    private readonly Authenticator _authenticator;
    private readonly Router _router;
    private readonly RequestGate _gate;
    private readonly ServerMetrics _metrics;
    private readonly FailureResponse _failures;
    private readonly ILogger _logger;

    internal RequestPipeline(PantheraStore store, PantheraServerOptions options, RequestGate gate, ServerMetrics metrics, ILogger logger)
    {
        _store = store;
        _options = options;
        _authenticator = new(store);
        _router = new(store);
        _gate = gate;
        _metrics = metrics;
        _failures = new(logger);
        _logger = logger;
    }

    internal async Task ServeAsync(HttpContext http, RawTarget target)
    {
        var started = _options.Time.GetTimestamp();
        var route = _router.Match(target.Path, out var restStart, out var restLength);
        _metrics.Started();
        try
        {
            await AdmitAsync(http, target, route, target.Path.AsMemory(restStart, restLength)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await _failures.AnswerAsync(http, route?.Name ?? "no route", exception).ConfigureAwait(false);
        }
        finally
        {
            End(http, target, route, _options.Time.GetElapsedTime(started));
        }
    }

    private Task AdmitAsync(HttpContext http, RawTarget target, Route? route, ReadOnlyMemory<char> rest)
    {
        if (!target.Path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return ProblemWriter.WriteAsync(http, Problems.NoSuchRoute, "the API is at `/v1/`");
        }

        if (!_authenticator.TryAuthenticate(http.Request.Headers, out var token, out var failure)) return ChallengeAsync(http, failure);
        if (route is null) return ProblemWriter.WriteAsync(http, Problems.NoSuchRoute, "there is no such API path; the path of a file begins after `/v1/files`");
        if (route.Find(http.Request.Method) is not { } handler)
        {
            http.Response.Headers.Allow = Router.Allowed(route);
            return ProblemWriter.WriteAsync(http, Problems.MethodNotAllowed, $"this takes {Router.Allowed(route)}");
        }

        if (((int)route.Scopes & (1 << (int)token.Scope)) == 0) return ProblemWriter.WriteAsync(http, Problems.WrongScope, WrongScope(route, token));
        return RunInGateAsync(http, target, route, rest, token, handler);
    }

    private async Task RunInGateAsync(HttpContext http, RawTarget target, Route route, ReadOnlyMemory<char> rest, AccessToken token, Handler handler)
    {
        if (!await _gate.TryEnterAsync(http.RequestAborted).ConfigureAwait(false))
        {
            _metrics.TurnedAway();
            await ProblemWriter.WriteAsync(http, Problems.Overloaded, "too many requests are running; try again in a moment").ConfigureAwait(false);
            return;
        }

        try
        {
            await (route.IsStream || HttpMethods.IsGet(http.Request.Method)
                ? RunAsync(http, target, route, rest, token, handler, http.RequestAborted)
                : RunInTimeAsync(http, target, route, rest, token, handler)).ConfigureAwait(false);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task RunInTimeAsync(HttpContext http, RawTarget target, Route route, ReadOnlyMemory<char> rest, AccessToken token, Handler handler)
    {
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, deadline.Token);
        await RunAsync(http, target, route, rest, token, handler, either.Token).ConfigureAwait(false);
    }

    private Task RunAsync(
        HttpContext http, RawTarget target, Route route, ReadOnlyMemory<char> rest, AccessToken token, Handler handler, CancellationToken cancelled) =>
        route.IsInTenant
            ? RunInTenantAsync(http, target, route, rest, token, handler, cancelled)
            : HandleAsync(http, target, route, rest, handler, new(token, null, null), cancelled);

    private async Task RunInTenantAsync(
        HttpContext http, RawTarget target, Route route, ReadOnlyMemory<char> rest, AccessToken token, Handler handler, CancellationToken cancelled)
    {
        if (token is not { Tenant: { } tenantId, Subject: { } subject })
        {
            await ProblemWriter.WriteAsync(http, Problems.WrongScope, "the access token names no tenant or no subject").ConfigureAwait(false);
            return;
        }

        var rented = await _store.RentTenantAsync(tenantId).ConfigureAwait(false);
        if (!rented.IsAccepted)
        {
            await RefuseTenantAsync(http, rented.Refusal).ConfigureAwait(false);
            return;
        }

        // The tenant stays in memory until the answer has been sent.
        using var lease = rented.Value;
        if (lease.Tenant.Files is not { } files)
        {
            await ProblemWriter.WriteAsync(http, Problems.FailedPrecondition, $"tenant `{lease.Tenant.Info.Name}` is bare: it has permissions and no files").ConfigureAwait(false);
            return;
        }

        var caller = token.Scope == TokenScope.TenantAdmin ? Caller.TenantAdmin(subject) : Caller.As(subject);
        await HandleAsync(http, target, route, rest, handler, new(token, files, caller), cancelled).ConfigureAwait(false);
    }

    private Task HandleAsync(
        HttpContext http, RawTarget target, Route route, ReadOnlyMemory<char> rest, Handler handler, RequestRights rights, CancellationToken cancelled)
    {
        var isParsed = TryParse(route, rest.Span, out var path, out var segment, out var error) && TryConditions(http, route, ref error);
        return isParsed
            ? handler(new(http, rights.Token, rights.Files, rights.Caller, path) { Segment = segment, Query = target.Query, Cancelled = cancelled, Metrics = _metrics, Options = _options })
            : ProblemWriter.WriteAsync(http, Problems.InvalidArgument, error);
    }

    private static bool TryParse(Route route, ReadOnlySpan<char> rest, out FilePath? path, out string segment, out string error)
    {
        path = null;
        segment = error = "";
        if (route.Shape == RouteShape.Exact) return true;
        if (!PercentDecoder.TryDecodePath(rest, out segment, out error))
        {
            error = $"the path of the request {error}";
            return false;
        }

        if (route.Shape == RouteShape.Segment) return true;
        var outcome = FilePath.Parse(segment);
        if (outcome.IsAccepted) path = outcome.Value;
        else error = outcome.Refusal.Message;
        return outcome.IsAccepted;
    }

    private static bool TryConditions(HttpContext http, Route route, ref string error) =>
        route.TakesConditions || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
        || WriteConditions.TryReadNone(http.Request.Headers, out error);

    private Task ChallengeAsync(HttpContext http, AuthenticationFailure failure)
    {
        _metrics.Unauthenticated();
        _logger.LogWarning("authentication refused: {Failure} from {Address}", failure, http.Connection.RemoteIpAddress);
        http.Response.Headers.WWWAuthenticate = Authenticator.ChallengeOf(failure);
        return ProblemWriter.WriteAsync(http, Problems.Unauthenticated, Authenticator.DetailOf(failure));
    }

    /// <summary>A token whose tenant is gone is no token any more.</summary>
    private Task RefuseTenantAsync(HttpContext http, Refusal refusal) => refusal.Code == RefusalCode.NotFound
        ? ChallengeAsync(http, AuthenticationFailure.InvalidToken)
        : ProblemWriter.WriteAsync(http, Problems.Of(refusal.Code), refusal.Message);

    private static string WrongScope(Route route, AccessToken token)
    {
        var scopes = Enum.GetValues<TokenScope>().Where(scope => ((int)route.Scopes & (1 << (int)scope)) != 0).Select(scope => $"`{Contracts.WireNames.Of(scope)}`");
        return $"this takes an access token of scope {string.Join(" or ", scopes)}, not `{Contracts.WireNames.Of(token.Scope)}`";
    }

    private void End(HttpContext http, RawTarget target, Route? route, TimeSpan duration)
    {
        var method = route?.Find(http.Request.Method) is null ? "other" : http.Request.Method;
        _metrics.Ended(route?.Name ?? "none", method, http.Response.StatusCode, duration);
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            _logger.LogDebug("{Method} {Path} {Status} {Micros} µs", http.Request.Method, target.Path, http.Response.StatusCode, (long)duration.TotalMicroseconds);
        }
    }

    /// <summary>On whose behalf a request runs: its token and, within a tenant with files, these and the caller.</summary>
    private readonly record struct RequestRights(AccessToken Token, FileStore? Files, Caller? Caller);
}
