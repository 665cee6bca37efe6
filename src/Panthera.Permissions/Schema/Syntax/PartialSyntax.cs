using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>partial name { ... }</c>: members that definitions include by <c>...name</c>; <paramref name="Block"/> lies between the braces.</summary>
internal sealed record PartialSyntax(NameSyntax Name, string? Comment, TextSpan Span, TextSpan Block, ImmutableArray<MemberSyntax> Members);
