using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>definition name { ... }</c>.</summary>
internal sealed record DefinitionSyntax(NameSyntax Name, string? Comment, ImmutableArray<MemberSyntax> Members);
