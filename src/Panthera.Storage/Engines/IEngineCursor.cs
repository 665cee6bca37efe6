namespace Panthera.Storage.Engines;

/// <summary>Walks a range of an engine's keys in order; confined to one thread, and disposed by who asked for it.</summary>
public interface IEngineCursor : IDisposable
{
    /// <summary>The key it stands on; valid until the next step.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value it stands on; valid until the next step.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Steps to the next key.</summary>
    /// <returns>False after the last.</returns>
    bool MoveNext();
}
