namespace Panthera.Files.Tree.Pages;

/// <summary>Where a key is, or belongs, in a leaf.</summary>
internal struct LeafSeat
{
    /// <summary>The first cell whose key is not smaller; the end of the run if there is none in it.</summary>
    internal int Offset;

    /// <summary>The run of cells it is in.</summary>
    internal int Run;

    /// <summary>Whether the cell there has the key.</summary>
    internal bool Found;

    /// <summary>Whether there is no cell in the run at or behind the place.</summary>
    internal bool AtRunEnd;

    /// <summary>Bytes that the key shares with the one before it in the run.</summary>
    internal int SharedBefore;

    /// <summary>Bytes that the key shares with the cell there.</summary>
    internal int SharedAfter;

    /// <summary>The value of the cell before it in the run; 0 for none.</summary>
    internal uint ValueBefore;

    /// <summary>The value of the cell there, if it has the key.</summary>
    internal uint Value;
}
