using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Panthera.Files.Tenants;

/// <summary>The secret of an access token: `pnt_` and 32 random bytes in base64url. Only its SHA-256 is stored.</summary>
/// <remarks>The secret is random, so one fast hash is enough: there is nothing to guess. Looking a hash up reveals nothing by its timing that helps to
/// find a secret.</remarks>
internal static class TokenSecret
{
    private const string Prefix = "pnt_";
    private const int Length = 4 + 43;

    internal static string New()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomNumberGenerator.Fill(bytes);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    internal static bool LooksLikeOne(string? secret) =>
        secret is { Length: Length } && secret.StartsWith(Prefix, StringComparison.Ordinal) && Ascii.IsValid(secret);

    internal static string Hash(string secret)
    {
        Span<byte> text = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(secret, text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash);
    }
}
