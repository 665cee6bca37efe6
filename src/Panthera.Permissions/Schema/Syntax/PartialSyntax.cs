using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>partial name { ... }</c>: members that definitions include by <c>...name</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Comment">Its documentation.</param>
/// <param name="CommentedSpan">From its documentation, or its keyword where it has none, to its closing brace.</param>
/// <param name="Block">What lies between the braces.</param>
/// <param name="Members">What it brings.</param>
internal sealed record PartialSyntax(NameSyntax Name, string? Comment, TextSpan CommentedSpan, TextSpan Block, ImmutableArray<MemberSyntax> Members);
