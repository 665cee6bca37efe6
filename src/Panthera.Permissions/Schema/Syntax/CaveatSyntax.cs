using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>caveat name(parameters) { expression }</c>; the expression is not read here, only where it begins and ends.</summary>
internal sealed record CaveatSyntax(
    NameSyntax Name, string? Comment, ImmutableArray<CaveatParameterSyntax> Parameters, int BodyStart, int BodyEnd);
