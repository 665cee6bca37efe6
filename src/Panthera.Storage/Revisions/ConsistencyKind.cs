namespace Panthera.Storage;

/// <summary>The modes of <see cref="Consistency"/>.</summary>
internal enum ConsistencyKind
{
    MinimizeLatency,
    BoundedStaleness,
    AtLeastAsFresh,
    AtExactSnapshot,
    FullyConsistent,
}
