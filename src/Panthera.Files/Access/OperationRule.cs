using System.Collections.Immutable;

namespace Panthera.Files.Access;

/// <summary>What one operation needs.</summary>
/// <param name="OnEntry">Permissions of the entry that it takes, all of them.</param>
/// <param name="OrOnParent">A permission of the directory that holds the entry, which is enough instead; null for none.</param>
/// <param name="OwnerOnly">Whether only the owner may.</param>
/// <param name="AdminMay">Whether a tenant admin may without any of it.</param>
/// <param name="Verb">The operation in a refusal: `may not {verb}`.</param>
internal sealed record OperationRule(ImmutableArray<string> OnEntry, string Verb, string? OrOnParent = null, bool OwnerOnly = false, bool AdminMay = false)
{
    /// <summary>What a refusal says is missing.</summary>
    internal string Need => OwnerOnly
        ? "only its owner or a tenant admin may"
        : $"it takes {string.Join(" and ", OnEntry.Select(name => $"`{name}`"))} on it{(OrOnParent is null ? "" : $", or `{OrOnParent}` on its directory")}";
}
