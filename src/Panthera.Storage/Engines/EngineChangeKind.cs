namespace Panthera.Storage.Engines;

/// <summary>What an <see cref="EngineChange"/> does.</summary>
public enum EngineChangeKind
{
    /// <summary>Sets a value.</summary>
    Put,

    /// <summary>Removes a key.</summary>
    Delete,

    /// <summary>Removes a range of keys.</summary>
    DeleteRange,
}
