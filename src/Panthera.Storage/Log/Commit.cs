using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>One commit of a tenant, as the change feed hands it to followers.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Revision">Its number.</param>
/// <param name="Epoch">The log epoch in which the number counts.</param>
/// <param name="CommittedAt">When it was made.</param>
/// <param name="Origin">Who made it.</param>
/// <param name="Records">What changed, in the order in which it was applied.</param>
public sealed record Commit(TenantId Tenant, Revision Revision, LogEpoch Epoch, DateTimeOffset CommittedAt, CommitOrigin Origin, IReadOnlyList<IRecord> Records);
