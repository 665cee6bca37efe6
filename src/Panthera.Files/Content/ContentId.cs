namespace Panthera.Files.Content;

/// <summary>The stored number of a content within its tenant: 64-bit, never reused; 0 (also <c>default</c>) is the empty content, which is not stored.</summary>
/// <param name="Value">The number.</param>
internal readonly record struct ContentId(ulong Value)
{
    internal static ContentId Empty => default;
}
