using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Panthera.Files;

namespace Panthera.Server.Authentication;

/// <summary>Finds the access token that a request carries.</summary>
internal sealed class Authenticator
{
    private const string Scheme = "Bearer ";

    // Keys in use at once; beyond it all are looked up anew.
    private const int MaxKnown = 1024;

    private readonly PantheraStore _store;

    // INVARIANT (known-at-revision): a known token answers only at the directory's revision that it was found at, so that a revoked one opens nothing
    // from its commit on. What expires is never known: only the store has the clock. It saves the hashing of the secret.
    private readonly ConcurrentDictionary<string, KnownToken> _known = new(StringComparer.Ordinal);

    internal Authenticator(PantheraStore store) => _store = store;

    /// <summary>Reads `Authorization: Bearer SECRET`.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="token">The token, when the secret is that of a valid one.</param>
    /// <param name="failure">Why there is none. It never says more of a secret than that it is not valid.</param>
    internal bool TryAuthenticate(IHeaderDictionary headers, [NotNullWhen(true)] out AccessToken? token, out AuthenticationFailure failure)
    {
        token = null;
        var header = headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            failure = header.Count == 0 ? AuthenticationFailure.NoToken : AuthenticationFailure.NoBearerToken;
            return false;
        }

        // Read before the token is: a commit in between makes it too old, never too new.
        var revision = _store.DirectoryRevision;
        if (_known.TryGetValue(value, out var known) && known.Revision == revision)
        {
            failure = default;
            token = known.Token;
            return true;
        }

        var secret = value[Scheme.Length..].Trim();
        // Where white space at the end of a header is kept, an empty secret comes through as one.
        failure = secret.Length == 0 ? AuthenticationFailure.NoBearerToken : AuthenticationFailure.InvalidToken;
        if (!_store.TryAuthenticate(secret, out token)) return false;
        if (token.ExpiresAt is null) Know(value, new(token, revision));
        return true;
    }

    private void Know(string header, KnownToken known)
    {
        if (_known.Count >= MaxKnown) _known.Clear();
        _known[header] = known;
    }

    /// <summary>The secret of a header that holds one bearer token, valid or not.</summary>
    internal static string SecretOf(IHeaderDictionary headers) => headers.Authorization.ToString()[Scheme.Length..].Trim();

    /// <summary>What a client is told of a failure.</summary>
    internal static string DetailOf(AuthenticationFailure failure) => failure switch
    {
        AuthenticationFailure.NoToken => "the request has no access token; send `Authorization: Bearer SECRET`",
        AuthenticationFailure.NoBearerToken => "the request has no single bearer token; send `Authorization: Bearer SECRET` once",
        _ => "the access token is unknown, revoked or expired; ask for a new one",
    };

    /// <summary>The challenge of a failure (RFC 6750, 3).</summary>
    internal static string ChallengeOf(AuthenticationFailure failure) =>
        failure == AuthenticationFailure.InvalidToken ? "Bearer realm=\"panthera\", error=\"invalid_token\"" : "Bearer realm=\"panthera\"";
}
