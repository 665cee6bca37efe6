namespace Panthera.Storage;

/// <summary>The number of a commit in one tenant's log; at a revision, files and permissions are one consistent snapshot.</summary>
/// <remarks>Revisions of one tenant are consecutive: the first commit is 1, and 0 (also <c>default</c>) is the empty tenant.
/// Revisions of different tenants, or of different log epochs of one tenant, cannot be compared.</remarks>
/// <param name="Value">The commit's number.</param>
public readonly record struct Revision(ulong Value) : IComparable<Revision>
{
    /// <summary>The state before the first commit.</summary>
    public static Revision Zero => default;

    /// <summary>The revision that the next commit makes.</summary>
    public Revision Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(Revision other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left revision is older.</summary>
    public static bool operator <(Revision left, Revision right) => left.Value < right.Value;

    /// <summary>Whether the left revision is newer.</summary>
    public static bool operator >(Revision left, Revision right) => left.Value > right.Value;

    /// <summary>Whether the left revision is older or the same.</summary>
    public static bool operator <=(Revision left, Revision right) => left.Value <= right.Value;

    /// <summary>Whether the left revision is newer or the same.</summary>
    public static bool operator >=(Revision left, Revision right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
