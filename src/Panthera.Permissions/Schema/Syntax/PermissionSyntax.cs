using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>permission name: user | group = body</c>; <paramref name="Types"/> is empty without an annotation.</summary>
internal sealed record PermissionSyntax(
    NameSyntax Name, string? Comment, TextSpan Span, ImmutableArray<NameSyntax> Types, ExpressionSyntax Body)
    : MemberSyntax(Name, Comment, Span);
