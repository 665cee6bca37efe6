namespace Panthera.Server.Http;

/// <summary>What a route takes after its prefix.</summary>
internal enum RouteShape
{
    /// <summary>Nothing.</summary>
    Exact,

    /// <summary>The path of a file or directory, from its slash on.</summary>
    FilePath,

    /// <summary>One segment, and then the route's suffix.</summary>
    Segment,
}
