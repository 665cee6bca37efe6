namespace Panthera.Files.Writes;

/// <summary>What a <see cref="GroupProposal"/> does.</summary>
internal enum GroupChange
{
    Create,
    Add,
    Remove,
}
