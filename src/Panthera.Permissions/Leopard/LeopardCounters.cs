using Panthera.Permissions.Caching;

namespace Panthera.Permissions.Leopard;

/// <summary>What a tenant's index has done, and what it takes.</summary>
internal record struct LeopardCounters
{
    /// <summary>Questions that it decided.</summary>
    internal long Decided { get; set; }

    /// <summary>Questions that it left to the graph.</summary>
    internal long Asked { get; set; }

    /// <summary>Times that it was built as a whole.</summary>
    internal long Builds { get; set; }

    /// <summary>Times that it digested changes.</summary>
    internal long CatchUps { get; set; }

    /// <summary>Usersets whose containers were worked out.</summary>
    internal long Recomputed { get; set; }

    /// <summary>The usersets that have edges, or had.</summary>
    internal long Usersets { get; set; }

    /// <summary>What it takes in memory.</summary>
    internal long Bytes { get; set; }

    /// <summary>The newest commit that changed an edge.</summary>
    internal ulong LastChange { get; set; }

    /// <summary>Through which of them it has digested.</summary>
    internal ulong AppliedThrough { get; set; }

    /// <summary>Whether it was given up, since it would take more than it may.</summary>
    internal bool HasGivenUp { get; set; }

    /// <summary>The same for whoever shows all pieces side by side.</summary>
    internal readonly PieceCounters ToPiece() => new(Decided, Asked, 0, 0, 0, Bytes, (long)(LastChange - AppliedThrough));
}
