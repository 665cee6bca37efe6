using System.Collections.Immutable;

namespace Panthera.Permissions.Schema;

/// <summary>Thrown when a schema's text cannot be compiled; it carries every error found.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Creates an exception for the errors found.</summary>
    /// <param name="errors">The errors, in the order of the text; at least one.</param>
    public SchemaException(ImmutableArray<SchemaError> errors)
        : base(Describe(errors))
    {
        Errors = errors;
    }

    /// <summary>The errors found, at least one and at most twenty.</summary>
    public ImmutableArray<SchemaError> Errors { get; }

    private static string Describe(ImmutableArray<SchemaError> errors)
    {
        if (errors.IsDefaultOrEmpty)
        {
            throw new ArgumentException("a schema exception needs at least one error", nameof(errors));
        }

        return string.Join('\n', errors);
    }
}
