namespace Panthera.Files;

/// <summary>A new access token with its secret, which is shown this once and stored nowhere.</summary>
/// <param name="Secret">What a client sends as its bearer token: `pnt_` and 43 base64url characters.</param>
/// <param name="Token">What is stored.</param>
public sealed record MintedToken(string Secret, AccessToken Token);
