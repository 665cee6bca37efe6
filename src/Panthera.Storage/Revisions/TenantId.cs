namespace Panthera.Storage;

/// <summary>The stored number of a tenant: 64-bit, allocated once, never reused.</summary>
/// <remarks>Number 0 (also <c>default</c>) is the system tenant, which holds the directory of tenants and their access tokens.</remarks>
/// <param name="Value">The number.</param>
public readonly record struct TenantId(ulong Value) : IComparable<TenantId>
{
    /// <summary>The system tenant, number 0.</summary>
    public static TenantId System => default;

    /// <inheritdoc/>
    public int CompareTo(TenantId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
