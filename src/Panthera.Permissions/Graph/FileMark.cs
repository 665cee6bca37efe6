namespace Panthera.Permissions.Graph;

/// <summary>What a look-up knows of a file by its slot.</summary>
internal enum FileMark : byte
{
    /// <summary>Nothing yet.</summary>
    Unknown,

    /// <summary>The subject is denied it, or it does not exist.</summary>
    Denied,

    /// <summary>The subject is allowed it, whatever the clock and the context say.</summary>
    Allowed,

    /// <summary>A check has to decide: something leads to it, or what is above it is conditional, expires or could not be decided.</summary>
    Ask,
}
