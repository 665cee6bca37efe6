using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage.Log;

namespace Panthera.Storage.Checkpoints;

/// <summary>A room whose part of a tenant can be written to a file whole, an image, and opened again without reading its records one by one.</summary>
/// <remarks>An image is only a shortcut: whatever is wrong with one, the records in the engine still say what is true.</remarks>
public interface ICheckpointedRoom : IRoom
{
    /// <summary>About how many records a state is made of: what reading it without an image costs.</summary>
    long CountRecords(IRoomState state);

    /// <summary>Writes a state into an empty file. Reads and writes of the tenant go on meanwhile.</summary>
    /// <param name="state">A published state, held by the caller until this returns.</param>
    /// <param name="stamp">What to say that it is.</param>
    /// <param name="file">The file; syncing it is the caller's.</param>
    /// <param name="cancellationToken">Gives up, leaving half a file.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="StorageException">What the state is read from is damaged.</exception>
    void WriteImage(IRoomState state, CheckpointStamp stamp, SafeFileHandle file, CancellationToken cancellationToken);

    /// <summary>Opens an image, reading no more than it takes to know what it is.</summary>
    /// <param name="file">The file; the state owns it when there is one.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="stamp">What it says that it is.</param>
    /// <param name="state">The state. What it has not read yet is verified when it is first needed; what does not hold then throws <see cref="StorageException"/>
    /// (<see cref="StorageErrorCode.Corrupt"/>).</param>
    /// <returns>False if it is no image of a format that this build reads, or its header is damaged.</returns>
    /// <exception cref="IOException">It could not be read.</exception>
    bool TryOpenImage(SafeFileHandle file, string path, out CheckpointStamp stamp, [NotNullWhen(true)] out IRoomState? state);

    /// <summary>Reads an image whole and verifies it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Corrupt"/>: it is damaged.</exception>
    /// <exception cref="IOException">It could not be read.</exception>
    void VerifyImage(SafeFileHandle file, string path, CancellationToken cancellationToken);
}
