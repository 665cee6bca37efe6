using Panthera.Server.Authentication;

namespace Panthera.Server.Http;

/// <summary>One path of the API, and what each method does there.</summary>
internal sealed class Route
{
    /// <summary>The path with its parameters, as metrics name it.</summary>
    internal required string Name { get; init; }

    /// <summary>What the path begins with, in its one spelling. For a file path it ends before the path's own slash.</summary>
    internal required string Prefix { get; init; }

    /// <summary>What comes after the prefix.</summary>
    internal RouteShape Shape { get; init; }

    /// <summary>What follows the segment of <see cref="RouteShape.Segment"/>.</summary>
    internal string Suffix { get; init; } = "";

    /// <summary>The scopes that may call it.</summary>
    internal required TokenScopes Scopes { get; init; }

    /// <summary>Whether it moves contents: bounded by data rates and the limit of file bodies, not by the request timeout.</summary>
    internal bool IsStream { get; init; }

    /// <summary>Whether its calls read condition headers; else those are refused on calls that change something.</summary>
    internal bool TakesConditions { get; init; }

    /// <summary>What each method does.</summary>
    internal required (string Method, Handler Handler)[] Methods { get; init; }

    /// <summary>Whether calls act in the token's tenant.</summary>
    internal bool IsInTenant => Scopes == TokenScopes.Files;

    /// <summary>Finds what a method does; null if it does nothing here.</summary>
    internal Handler? Find(string method)
    {
        // A HEAD is a GET whose body is left out.
        if (method == "HEAD") method = "GET";
        foreach (var (name, handler) in Methods)
        {
            if (name.Equals(method, StringComparison.Ordinal)) return handler;
        }

        return null;
    }

    /// <summary>Whether a path is this route's, and what it has after the prefix.</summary>
    internal bool Matches(string path, out int restStart, out int restLength)
    {
        restStart = Prefix.Length;
        restLength = path.Length - Prefix.Length;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        switch (Shape)
        {
            case RouteShape.Exact:
                return restLength == 0;
            case RouteShape.FilePath:
                return restLength > 0 && path[restStart] == '/';
            default:
                restLength -= Suffix.Length;
                return restLength > 0 && path.EndsWith(Suffix, StringComparison.Ordinal) && path.IndexOf('/', restStart, restLength) < 0;
        }
    }
}
