using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Composition;

/// <summary>Thrown when a schema cannot be put together from its files, or compiled; it carries every error found.</summary>
public sealed class SchemaFileException : Exception
{
    /// <summary>Creates an exception for the errors found.</summary>
    /// <param name="errors">The errors; at least one.</param>
    public SchemaFileException(ImmutableArray<SchemaFileError> errors)
        : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>The errors found, at least one and at most twenty.</summary>
    public ImmutableArray<SchemaFileError> Errors { get; }
}
