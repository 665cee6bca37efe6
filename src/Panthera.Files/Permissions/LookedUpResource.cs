using Panthera.Files.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>A resource that a look-up found, and where to go on.</summary>
/// <remarks>It holds the snapshot, as its stream does.</remarks>
public readonly struct LookedUpResource
{
    private readonly TenantState _snapshot;
    private readonly ulong _request;
    private readonly ulong _number;

    internal LookedUpResource(in FoundResource found, TenantState snapshot, ulong request)
    {
        Id = found.Id;
        Result = found.Result;
        _number = found.Number;
        _snapshot = snapshot;
        _request = request;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Allowed, or conditional.</summary>
    public CheckResult Result { get; }

    /// <summary>Goes on after it, in the same snapshot. Made when it is asked for: most are wanted for the last one alone.</summary>
    public string Cursor => PageCursor.Format(_snapshot, _request, [_number]);
}
