using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>partial name { ... }</c>: members that definitions include by <c>...name</c>.</summary>
internal sealed record PartialSyntax(NameSyntax Name, string? Comment, ImmutableArray<MemberSyntax> Members);
