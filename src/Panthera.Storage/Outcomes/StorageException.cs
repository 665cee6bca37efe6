namespace Panthera.Storage;

/// <summary>A failure of the environment: nothing that was not acknowledged may be assumed written, and nothing is decided.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="message">What happened, to what, and what to do, in lower case.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public StorageException(StorageErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What happened.</summary>
    public StorageErrorCode Code { get; }
}
