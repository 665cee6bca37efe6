using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Panthera.Server.Diagnostics;
using Panthera.Server.Grpc.Gateway;
using Panthera.Server.Http;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Hosting;

/// <summary>Tells the pages for operators (`/healthz`, `/readyz`, `/metrics`), which ask for no token and wait for nobody, the permission API and
/// the file API from each other.</summary>
internal sealed class FrontDoor
{
    private readonly RequestPipeline _api;
    private readonly PermissionGateway _permissions;
    private readonly Readiness _readiness;
    private readonly MetricsAccess _metricsAccess;
    private readonly RequestDelegate _metricsPage;

    internal FrontDoor(RequestPipeline api, PermissionGateway permissions, Readiness readiness, MetricsAccess metricsAccess, RequestDelegate metricsPage)
    {
        _api = api;
        _permissions = permissions;
        _readiness = readiness;
        _metricsAccess = metricsAccess;
        _metricsPage = metricsPage;
    }

    internal Task InvokeAsync(HttpContext http)
    {
        var target = RawTarget.Of(http);
        if (target.Path is "/healthz" or "/readyz" or "/metrics") return OperateAsync(http, target.Path);
        return _permissions.Has(target.Path) ? _permissions.ServeAsync(http, target.Path) : _api.ServeAsync(http, target);
    }

    private Task OperateAsync(HttpContext http, string page)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            return ProblemWriter.WriteAsync(http, Problems.MethodNotAllowed, "this takes GET, HEAD");
        }

        return page switch
        {
            "/healthz" => AnswerAsync(http, "ok"),
            "/readyz" => AnswerAsync(http, _readiness.Status),
            _ => MetricsAsync(http),
        };
    }

    private static Task AnswerAsync(HttpContext http, string status)
    {
        var response = http.Response;
        response.StatusCode = status == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new StatusBody { Status = status }, PantheraJson.Default.StatusBody);
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private Task MetricsAsync(HttpContext http) => _metricsAccess switch
    {
        MetricsAccess.Anyone => _metricsPage(http),
        MetricsAccess.Loopback when http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) => _metricsPage(http),
        _ => ProblemWriter.WriteAsync(http, Problems.NoSuchRoute, "the API is at `/v1/`"),
    };
}
