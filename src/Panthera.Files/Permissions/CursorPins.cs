using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>Pins what a request that may carry a cursor is answered from.</summary>
internal static class CursorPins
{
    /// <summary>Pins the cursor's snapshot, which wins, or the one asked for.</summary>
    /// <returns>The snapshot, and the cursor's place; null without one.</returns>
    internal static async ValueTask<Outcome<(TenantState Snapshot, ulong[]? Place)>> PinAsync(
        this TenantLog log,
        Consistency consistency,
        string? cursor,
        ulong request,
        CancellationToken cancellationToken)
    {
        if (cursor is null)
        {
            var pinned = await log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
            return pinned.IsAccepted ? (pinned.Value, null) : pinned.Refusal;
        }

        var read = PageCursor.Read(cursor, log.Tenant, request);
        if (!read.IsAccepted) return read.Refusal;
        var held = log.Snapshots.Held(read.Value.Epoch, read.Value.Revision);
        return held.IsAccepted ? (held.Value, read.Value.Place) : held.Refusal;
    }
}
