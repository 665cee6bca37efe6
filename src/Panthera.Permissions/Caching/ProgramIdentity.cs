namespace Panthera.Permissions.Caching;

/// <summary>A program together with everything that it reaches: the same object for every schema of one load in which all of that is the same.</summary>
/// <remarks>INVARIANT (schema): answers are keyed by this, so a schema change voids those of the programs that it changes, at any remove, and no others.</remarks>
/// <param name="seed">What distinguishes it in hashes.</param>
internal sealed class ProgramIdentity(ulong seed)
{
    // A quarter of each new cost is taken over; fractions of a read are kept, so that it comes down to nothing as well.
    private const int Fractions = 16;

    private int _cost;

    internal ulong Seed => seed;

    /// <summary>About how many reads deciding it costs; -1 until it was decided once. Racy: an estimate.</summary>
    internal int Cost => _cost == 0 ? -1 : _cost / Fractions;

    /// <summary>Learns what deciding it cost.</summary>
    internal void Learn(int reads)
    {
        var sample = Math.Min(reads, 1 << 20) * Fractions;
        var cost = _cost;
        _cost = Math.Max(1, cost == 0 ? sample : cost + ((sample - cost) / 4));
    }
}
