using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Panthera.Server.Http;

/// <summary>The request target as it was sent: its path and its query, still encoded.</summary>
/// <remarks>The web server's own path is decoded and has its dot segments resolved, so that `/v1/files/../tokens` would be another route and
/// `%2e%2e` another file. Here every path has one spelling a byte, and what is not a path is refused.</remarks>
internal readonly struct RawTarget
{
    private RawTarget(string path, string query)
    {
        Path = path;
        Query = query;
    }

    /// <summary>From the first slash to the query; empty for a target that is no path, such as `*`.</summary>
    internal string Path { get; }

    /// <summary>What follows the question mark; empty for none.</summary>
    internal string Query { get; }

    internal static RawTarget Of(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = 0;
        if (target.Length == 0 || target[0] != '/')
        {
            // The absolute form, `http://host/path`, which servers must take (RFC 9112, 3.2.2).
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            start = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
            if (start < 0) return new("", "");
        }

        var question = target.IndexOf('?', start);
        return question < 0
            ? new(start == 0 ? target : target[start..], "")
            : new(target[start..question], target[(question + 1)..]);
    }
}
