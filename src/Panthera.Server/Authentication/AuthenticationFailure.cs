namespace Panthera.Server.Authentication;

/// <summary>Why a request is not authenticated.</summary>
internal enum AuthenticationFailure
{
    /// <summary>There is no Authorization header.</summary>
    NoToken,

    /// <summary>There is one, or several, and not one bearer token.</summary>
    NoBearerToken,

    /// <summary>The token is unknown, revoked or expired, or its tenant is gone.</summary>
    InvalidToken,
}
