using Panthera.Permissions.Schema;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>A tenant's schema at one moment.</summary>
/// <param name="Schema">The schema, with its text as it was written.</param>
/// <param name="ReadAt">The moment.</param>
public sealed record SchemaAnswer(CompiledSchema Schema, ZedToken ReadAt);
