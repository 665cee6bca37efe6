namespace Panthera.Server.Http;

/// <summary>The headers that HTTP itself does not define.</summary>
internal static class HeaderNames
{
    /// <summary>The ZedToken of what the response shows or made.</summary>
    internal const string ZedToken = "Panthera-Token";

    /// <summary>The SHA-256 of the whole content (RFC 9530).</summary>
    internal const string ReprDigest = "Repr-Digest";
}
