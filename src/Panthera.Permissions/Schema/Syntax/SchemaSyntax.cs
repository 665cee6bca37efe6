using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A whole schema as written: it follows the grammar, its names are not resolved.</summary>
internal sealed record SchemaSyntax(
    ImmutableArray<UseSyntax> Uses,
    ImmutableArray<ImportSyntax> Imports,
    ImmutableArray<DefinitionSyntax> Definitions,
    ImmutableArray<PartialSyntax> Partials,
    ImmutableArray<CaveatSyntax> Caveats);
