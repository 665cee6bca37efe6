using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Server.Diagnostics;
using Panthera.Storage;

namespace Panthera.Server.Http;

/// <summary>A request that is authenticated and within its scope, with what its path named.</summary>
/// <remarks>Confined to its request.</remarks>
internal sealed class ApiRequest
{
    private readonly FileStore? _files;
    private readonly Caller? _caller;
    private readonly FilePath? _path;

    internal ApiRequest(HttpContext http, AccessToken token, FileStore? files, Caller? caller, FilePath? path)
    {
        Http = http;
        Token = token;
        _files = files;
        _caller = caller;
        _path = path;
    }

    internal HttpContext Http { get; }

    internal AccessToken Token { get; }

    /// <summary>The files of the token's tenant; there are no others.</summary>
    internal FileStore Files => _files ?? throw new InvalidOperationException("the route is not in a tenant");

    /// <summary>On whose behalf the token acts.</summary>
    internal Caller Caller => _caller ?? throw new InvalidOperationException("the route is not in a tenant");

    /// <summary>The path that the route names.</summary>
    internal FilePath Path => _path ?? throw new InvalidOperationException("the route names no path");

    /// <summary>The segment that the route names.</summary>
    internal string Segment { get; init; } = "";

    /// <summary>The query, still encoded.</summary>
    internal required string Query { get; init; }

    /// <summary>Ends with the connection, and for calls that stream nothing with their time.</summary>
    internal required CancellationToken Cancelled { get; init; }

    internal required ServerMetrics Metrics { get; init; }

    internal required PantheraServerOptions Options { get; init; }

    internal HttpRequest Request => Http.Request;

    internal HttpResponse Response => Http.Response;

    internal Task FailAsync(ProblemKind kind, string detail) => ProblemWriter.WriteAsync(Http, kind, detail);

    internal Task FailAsync(string invalidArgument) => FailAsync(Problems.InvalidArgument, invalidArgument);

    internal Task RefuseAsync(Refusal refusal)
    {
        Metrics.Refused(refusal.Code);
        return FailAsync(Problems.Of(refusal.Code), refusal.Message);
    }

    /// <summary>Reads a subject of a body or an argument.</summary>
    internal static bool TrySubject(string text, out SubjectReference subject, out string error)
    {
        var valid = SubjectReference.TryParse(text, out var read, out var why);
        subject = read!;
        error = why ?? "";
        return valid;
    }
}
